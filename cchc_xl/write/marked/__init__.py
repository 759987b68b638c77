"""A submission given back: the same package with marks, byte for byte otherwise."""
