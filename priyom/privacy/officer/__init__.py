"""The security officer's view: how much the guard found, of what kind, by which way, and whether it becomes less."""
