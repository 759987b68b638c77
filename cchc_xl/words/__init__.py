"""Every word that a person reads, in Vietnamese (first) and English."""
