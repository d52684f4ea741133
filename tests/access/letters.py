from priyom.channels.intake.taking import take_in
from tests.access import row


def _held(_stage):
    letter = take_in(b"Subject: noise\r\n\r\n", way="smtp", recipients=["support@priyom.invalid"])
    letter.outcome, letter.reason, letter.decided_at = "held", "too_many", letter.received_at
    letter.save()
    return letter.pk


THINGS = {"held_letter": _held}
ROWS = [
    row("GET", "letters:journal", adam=200, oleg=200, others=403),
    row("GET", "letters:letter", {"pk": "held_letter"}, adam=200, oleg=200, others=403),
    row("POST", "letters:original", {"pk": "held_letter"}, adam=200, oleg=403, others=404),
    row("POST", "letters:attempts", {"pk": "held_letter"}, adam=302, oleg=403, others=404),
    row("POST", "letters:rejection", {"pk": "held_letter"}, adam=302, oleg=403, others=404),
    row("POST", "letters:flood_attempts", {"pk": "held_letter"}, adam=302, oleg=403, others=404),
    row("POST", "letters:flood_rejection", {"pk": "held_letter"}, adam=302, oleg=403, others=404),
]
