"""Who takes part, in which project, and the words that they say."""
