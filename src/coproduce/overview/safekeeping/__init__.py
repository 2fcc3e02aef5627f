"""The whole site in one file, and back: on another machine, on the other database, with later erasures."""
