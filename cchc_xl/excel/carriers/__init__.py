"""The files that bring buttons and functions into Excel, built from text."""
