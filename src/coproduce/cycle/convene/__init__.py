"""We meet: an event and its breakout groups, each with a question to talk about."""
