"""What contracts may say about tickets: their kinds, priorities and topics, told to the room below."""

from priyom.desk.models.choices import TicketKind, TicketPriority
from priyom.desk.taxonomy import taxonomy
from priyom.people.ticket_words import TicketWords, tells_ticket_words


@tells_ticket_words
def words_of_tickets() -> TicketWords:
    """Return the closed lists of a ticket; a topic below another is called by both."""
    topics = (
        (topic.code, f"{topic.parent.name} › {topic.name}" if topic.parent else topic.name)
        for topic in taxonomy().topics
    )
    return TicketWords(tuple(TicketKind.choices), tuple(TicketPriority.choices), tuple(topics))
