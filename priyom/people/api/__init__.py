"""The directory for programs: people, organisations, regions, teams, products, and who one is oneself.

Everything goes through the doors of the pages — the same queries, forms and actions — so a key reaches no further
than its person at the screen.
"""

from priyom.people.api import contracts, exports, me, organisations, people, places

ROUTERS = (me.router, people.router, organisations.router, places.router, contracts.router, exports.router)
