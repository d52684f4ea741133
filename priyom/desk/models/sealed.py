"""A text that was accepted before the guard could say what may be kept of it."""

from django.db import models

from priyom.desk.models.conversation import Message


class SealedText(models.Model):
    """What a form brought while the guard was slow or dead: the message is there, without its words.

    PRIVACY: sealed with a secret that lies outside the database; opened by the worker alone, for the guard.
    """

    message = models.OneToOneField(Message, on_delete=models.CASCADE, primary_key=True, related_name="sealed_text")
    sealed = models.BinaryField()
    fact_id = models.BigIntegerField(null=True)  # the event of which nobody is told before the words are there
    received_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(db_index=True)
    held_at = models.DateTimeField(null=True)  # since when people know that it could not be screened

    def __str__(self) -> str:
        return str(self.message_id)
