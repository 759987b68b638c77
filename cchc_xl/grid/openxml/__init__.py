"""Open XML packages: the gate, the parts, and one bounded pass for each sheet."""
