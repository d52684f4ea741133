"""What users would pick instead: CPU ms per request at a hundred thousand tickets, and what must hold against it.

Measured beside each other on two cores with two worker processes, scaled to an idle machine; ranges as measured.
"""

PEERS = {
    "Redmine 5": {
        "list": (155, 155), "ticket": (195, 195), "create": (109, 109), "reply": (170, 170), "search": (7800, 7800),
    },
    "django-helpdesk 2.6": {
        "list": (770, 1000), "ticket": (440, 570), "create": (165, 165), "reply": (25, 25), "search": (8400, 8400),
    },
    "Request Tracker 5": {
        "list": (750, 880), "ticket": (240, 300), "create": (280, 370), "reply": (235, 285), "search": (840, 1270),
    },
}  # fmt: skip
FLOOR = {"list": 3.5, "ticket": 4.0, "create": 2.0, "reply": 2.0, "search": 8.0}  # on the machine of the peers
MUST = {"list": 8, "ticket": 8, "create": 8, "reply": 3, "search": 25}
AIM = {"list": 20, "ticket": 20, "create": 10, "reply": 4, "search": 40}


def best(column):
    """Return the cheapest peer and its cost."""
    name = min(PEERS, key=lambda peer: PEERS[peer][column][0])
    return name, PEERS[name][column][0]
