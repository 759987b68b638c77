"""Installing the add-in for one person, and looking at what is installed."""
