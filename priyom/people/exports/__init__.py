"""Lists to take away, made in the background.

tables (which lists there are; rooms above register theirs) · writing (rows into CSV, XLSX, JSON, whatever their number)
own (a person's exports and the right to a file) · directory (people and organisations as tables)
The actions stand in ``actions/exports.py``.
"""
