"""Word documents to a Grid: their text as one sheet, each of their tables as another."""
