"""Codes that people can say, tokens for links, and the keys that keep both from whoever reads the database."""
