"""Search among tickets: `words` understands what was typed, `index` keeps the words, `queries` finds and shows."""
