"""The account of acts: who did what, by ids alone, in a chain that shows any change."""
