"""What was written and what it comes to: documents, lines of a log, current answers, submissions. No I/O."""
