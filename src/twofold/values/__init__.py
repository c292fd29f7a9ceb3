"""What every room shares: canonical JSON, answers, plain text, and where the shipped files lie."""
