"""cchc-xl: collect an indicator table from many offices in spreadsheets."""

__version__ = "0.1.0"
