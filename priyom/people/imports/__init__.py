"""Bringing tables in: what each column means, what every row would do, and doing it in one transaction."""
