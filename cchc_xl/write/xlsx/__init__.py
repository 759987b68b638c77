"""Workbooks under construction: archives, long tables as text, formats."""
