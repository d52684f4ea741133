"""What an agent's page of one ticket shows: conversation, history, life-line, and the tools beside them."""
