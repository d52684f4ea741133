"""The commands of the program `priyom` that belong to the desk; priyom/__main__.py lists them."""
