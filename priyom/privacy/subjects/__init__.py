"""What a person may ask about the own data (152-FZ): what is held, its erasure; with a due date and an act."""
