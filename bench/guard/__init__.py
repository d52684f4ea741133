"""How well the guard finds personal data, and what it hides needlessly."""
