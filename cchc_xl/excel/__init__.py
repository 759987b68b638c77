"""Excel: the buttons on the open workbook, the worksheet functions, and building and installing what carries them."""
