"""A whole merge: inputs collected, consolidated, written, read back."""
