"""What an agent's lists show: the views of the rail with their counts, filters, and one page of rows."""
