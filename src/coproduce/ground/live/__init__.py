"""Writing together: one numbered log for each thing that people write on, and one way to add to it."""
