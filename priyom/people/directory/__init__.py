"""What the pages of the directory read: lists with a fixed number of queries, cards, and the doors to both."""
