"""What every page stands on: the base page, the pieces it is built from, and how forms look."""
