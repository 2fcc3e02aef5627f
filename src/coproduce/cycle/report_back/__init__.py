"""What happened: what became of what each person said, and why the draft says what it says."""
