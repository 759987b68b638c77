"""What rules stand on: words and figures in notes and narratives."""
