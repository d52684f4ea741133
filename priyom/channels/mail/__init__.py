"""Letters that come in: what they say and what they are. Reading is pure; `opening.open_letter` is the safe way in.

`letter` has the words that the rest of the house uses; `opening` and `opening_child` are the child; `reading` is
the way from octets to a letter: `mime` (parts), `transfer`, `charsets` and `headers` (octets to words), `heading` (who
and when), `bodies` (which parts are words, which are files; with `tnef`, `rtf`, `cms`, `calendars`, `reports`),
`wording` (the `html_…` modules and `quoting`), `kinds` and `thanks` (what sort of letter it is).
"""
