"""What the pages of the directory read: lists at a fixed number of queries, cards, doors."""
