"""The rules of the desk, pure: no Django, no database. They are arithmetic on what a ticket says and when."""
