"""A Grid and a form to a submission: where the table is, which row is which indicator, who reports for when."""
