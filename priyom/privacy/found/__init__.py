"""What the guard found: kinds, places and how sure it was, beside what was screened. Never a value."""
