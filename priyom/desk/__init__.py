"""What is asked, who has it, by when. The desk is the largest room; this is where to look for what.

The rules, pure
    lifecycle triage routing words · intake pieces bodies placeholders guides · lifeline
The ticket and the right to it
    models permissions queries events · actions (each a sentence; `actions/steps` says what a step changes)
A requester's pages
    portal_new portal_pages portal_lists portal_people portal_sentences cards · asking (a topic's questions)
An agent's pages
    board listing list_words (lists) · ticket_page ticket_line history linked (one ticket) · answers choosing (tools)
What the desk shows elsewhere
    rail portal_shell (in the frame) · beside (in the directory) · audit (in the trail)
Doors
    views forms api jobs cli · urls portal_urls operations_urls settings_urls draft_urls file_urls
What ships
    apps shipped demo data
"""
