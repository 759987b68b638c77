"""The provincial workbook, sheet by sheet."""
