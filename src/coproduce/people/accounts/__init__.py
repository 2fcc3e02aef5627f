"""People: guests without an account, and the few who sign in."""
