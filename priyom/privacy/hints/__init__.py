"""While one types: what will be hidden and what stays of it, and a way to say «this is nobody's data»."""
