"""What a press of each button does."""
