"""Results for terminals and programs."""
