"""What search reads: the words of each ticket, and the words that occur at all.

Triggers keep both true, whoever writes (migration ``0006_words_of_tickets``); nothing in Python writes here, save the
sweep that counts words. Weights of ``words``: A subject, B solution and answers, C what is said in public, D notes.
"""

from typing import Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.lookups import Lookup

from priyom.desk.models.ticket import Ticket


@SearchVectorField.register_lookup
class Matches(Lookup):
    """``words__matches="'рецепт' & 'принтер'"``: a query that the database itself has read and written back."""

    lookup_name = "matches"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the condition; the query is a constant for the planner, so that it knows how rare the words are."""
        column, params = self.process_lhs(compiler, connection)
        value, more = self.process_rhs(compiler, connection)
        return f"{column} @@ {value}::tsquery", (*params, *more)

    def get_prep_lookup(self) -> str:
        """Return the query as it is: text."""
        return str(self.rhs)

    def get_db_prep_lookup(self, value: str | int, connection: Any) -> tuple[str, tuple[str | int, ...]]:  # noqa: ARG002
        """Return the query as a parameter."""
        return "%s", (value,)


class TicketWords(models.Model):
    """The words of one ticket. The table stands in parts of 65,536 tickets, so that the newest are read first."""

    ticket = models.OneToOneField(
        Ticket, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="words"
    )
    region_id = models.IntegerField()
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["region_id", "words"], name="ticket_words")]

    def __str__(self) -> str:
        return f"{self.ticket_id}"


class FreshWords(models.Model):
    """A ticket whose words have changed since words were last counted."""

    id = models.BigAutoField(primary_key=True)
    ticket_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.ticket_id}"


class KnownWord(models.Model):
    """A word (its stem) that occurs in tickets: what a misspelt one may have meant. For those who see every ticket."""

    id = models.BigAutoField(primary_key=True)
    word = models.CharField(max_length=60)
    tickets = models.IntegerField()  # about how many: a ticket that changes is counted again

    class Meta:
        indexes = [GinIndex(OpClass("word", name="gin_trgm_ops"), name="known_word_alike")]
        constraints = [models.UniqueConstraint(fields=["word"], name="known_word_once")]

    def __str__(self) -> str:
        return self.word
