"""Letters that come in: what they say and what they are. Reading is pure; `opening.open_letter` is the safe way in.

`letter` the words the rest of the house uses · `opening` the child process · `reading` octets to letter, in the order
`mime` (parts), `charsets` and `headers` (words), `bodies` (which part is the text), `html_*`, `quoting`, `kinds`.
"""
