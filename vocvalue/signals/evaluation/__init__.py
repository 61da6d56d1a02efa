"""How well signals are found, held against texts that a person labelled."""
