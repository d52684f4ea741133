"""What is asked, who has it, by when. The desk is the largest room; this is where to look for what.

loading     five invented years by the million, for `priyom load`
rules       arithmetic without a database: life of a ticket, triage, routing, intake, pieces of a message, the life-line
models · permissions · queries · events · sight
            the ticket and the right to it; sight is the key under which the busiest statements are kept
actions     each a sentence of the manual; `actions/steps` says what a step changes
portal      what a requester's pages show
lists       an agent's views, filters, rows, and the rail with its counts
page        an agent's page of one ticket
search      the words of all tickets, what was typed, and what is found
views · forms · api · jobs · cli
            doors; `urls portal_urls operations_urls settings_urls draft_urls file_urls` are their addresses
beside · audit
            what the desk shows on pages of the directory and in the trail
exporting   the lists as tables to take away
kept_before what was kept before the guard stood, for `priyom rescreen`
perishing   words and files of closed tickets, for the terms of retention
subject_places
            drafts and files, for a person's request about the own data
timing      clocks of tickets between the table and the arithmetic
contract_words
            what contracts of the room below may say about tickets
holders     who takes a ticket: on the rungs outside the vendor, and a first line with us
sight       what somebody sees, as the key under which statements are kept
taxonomy    topics with their questions, kept in memory while nobody changes them
apps · shipped · demo · data
            what comes with the product
"""
