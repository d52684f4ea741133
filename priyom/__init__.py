"""Priyom (Приём): the service desk for the people who keep medical information systems running."""

__version__ = "0.1.0"
