"""News for other programs: signed requests that leave when something happens to a ticket.

address (where a request may go at all) · client (one request, no more) · kinds (which facts, and who may hear them)
content (what a request says, how it is signed) · outbox (a row per fact and receiver; sends, retries, gives up aloud)
actions queries forms views api urls
"""
