"""The desk for programs: tickets, what is said in them, their files, topics, and what happened.

Everything goes through the doors of the pages — the same queries and actions — so a key reaches no further than its
person at the screen; what a requester may not read is not in a requester's answers.
"""

from priyom.desk.api import consults, deciding, events, files, ladder, messages, outside, tickets, topics

ROUTERS = (
    tickets.router, messages.router, consults.router, deciding.router, ladder.router, outside.router, files.router,
    topics.router, events.router,
)  # fmt: skip
