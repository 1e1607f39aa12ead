"""What is told of new facts: the words, the channels, and when they may speak."""
