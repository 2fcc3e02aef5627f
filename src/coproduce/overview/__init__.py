"""Home, where we are, and the whole site in one file: no tables of its own."""
