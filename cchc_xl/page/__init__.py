"""The offline page's side of the program: files in folders of their own in, JSON and files out."""
