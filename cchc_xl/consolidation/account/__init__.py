"""What is added up and why: choice of files, decisions, entries, totals, completeness."""
