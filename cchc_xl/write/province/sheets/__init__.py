"""The sheets of the provincial workbook, a module each."""
