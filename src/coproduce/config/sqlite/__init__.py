"""Django's SQLite backend with turns: writers queue at one lock file instead of colliding in the database."""
