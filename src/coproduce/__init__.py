"""Coproduce: from a first event to a manifesto a group agreed, with nobody's words lost on the way."""
