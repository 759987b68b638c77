"""The command line: thin commands, a module each; ``group`` knows them by name."""
