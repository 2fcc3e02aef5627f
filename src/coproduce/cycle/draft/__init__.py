"""The draft: notes sorted into piles, principles written from them, and every version kept as it was."""
