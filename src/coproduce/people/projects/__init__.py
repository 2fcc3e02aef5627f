"""Projects, who takes part in each and who helps run it, and what each of them may do."""
