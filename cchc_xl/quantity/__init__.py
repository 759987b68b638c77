"""One cell and one indicator to one reading, or none."""
