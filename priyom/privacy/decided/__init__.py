"""What was decided about the guard: for everybody, and for single organisations; who and what is left readable."""
