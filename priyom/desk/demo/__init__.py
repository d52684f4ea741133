"""The demo desk: a week of support, played through the real actions with the clock turned back."""

from priyom.desk.demo.play import fill

__all__ = ["fill"]
