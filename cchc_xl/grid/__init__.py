"""Bytes to a Grid: what a file is, its sheets and cells. Knows no form."""
