"""What is proposed to the owner of a form: a definition from an appendix, bounds from past results."""
