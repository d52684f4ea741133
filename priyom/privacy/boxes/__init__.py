"""The boxes on a masked picture: what its author may still say about them, and how long what was sent lies sealed."""
