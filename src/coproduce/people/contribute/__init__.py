"""What people say: every note, comment and answer is one contribution, and words live nowhere else."""
