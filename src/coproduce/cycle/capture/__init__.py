"""Notes: a board for each breakout group, an ordered list that everybody can read and write."""
