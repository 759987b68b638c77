"""What a person added to an earlier provincial workbook, read back and put on the next one."""
