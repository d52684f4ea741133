"""The commands of the program `priyom` that belong to channels."""
