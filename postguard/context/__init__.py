"""How an author stands to their own words: sentences, and what holds around a match."""
