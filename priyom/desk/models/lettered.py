"""What a message was as a letter, beside the words that every message has."""

from django.db import models

from priyom.desk.models.conversation import Message


class MessageLetter(models.Model):
    """The letter's form, what it quoted, and what speaks against its sender. All of it is masked and sanitised."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, primary_key=True, related_name="letter")
    region_id = models.IntegerField()
    address = models.CharField(max_length=320)  # in From, as written; a claim
    quoted = models.TextField(blank=True)  # what it answers, shown folded
    html = models.TextField(blank=True)  # the fresh words with their form
    quoted_html = models.TextField(blank=True)
    is_confirmed = models.BooleanField(default=False)  # our own mail server vouches for the address
    doubts = models.JSONField(default=list)  # codes of the sender and of the letter; their sentences: page/letters

    def __str__(self) -> str:
        return f"{self.message} · {self.address}"
