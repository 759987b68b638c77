"""The template: form and layout to a macro-free workbook."""
