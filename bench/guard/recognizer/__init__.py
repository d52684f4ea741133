"""A try at an own reader of screens: what it learns from (`words.py`), the net and its training (`train.py`)."""
