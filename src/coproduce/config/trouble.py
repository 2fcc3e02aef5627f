class Trouble(Exception):
    """Something that a person can mend; the text says how."""
