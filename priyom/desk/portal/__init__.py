"""What a requester's pages show: the form that grows, one's tickets, a ticket in plain sentences."""
