"""Your thoughts: comments on a version's own words, and an answer to every one of them."""
