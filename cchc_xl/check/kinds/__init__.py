"""The rule kinds: a module each, its meaning in Python and in Excel side by side."""
