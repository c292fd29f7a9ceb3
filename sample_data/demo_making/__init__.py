"""How the fictional demo review is made: facts, what the papers say, how coders err, and the coding of it."""
