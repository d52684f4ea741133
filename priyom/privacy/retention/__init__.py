"""How long masked data are kept and what is known of them, their destruction when the time is over, and its act."""
