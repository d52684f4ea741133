"""How long tickets of a topic took: measured once a day, so that no page counts the closed million."""

from django.db import models

from priyom.desk.models.topic import Topic


class Expectation(models.Model):
    """Solved tickets of a topic with its subtopics, of a priority, opened in a season (0: in any)."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, db_index=False, related_name="+")
    priority = models.PositiveSmallIntegerField()
    season = models.PositiveSmallIntegerField()
    solved = models.PositiveIntegerField()
    median = models.DurationField()
    p80 = models.DurationField()
    measured_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "priority", "season"], name="expectation_once")]

    def __str__(self) -> str:
        return f"{self.topic} · {self.priority} · {self.season}"
