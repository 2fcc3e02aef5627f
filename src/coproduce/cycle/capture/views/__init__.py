"""The pages of events and boards: planning them, the door, the board, and all the notes."""
