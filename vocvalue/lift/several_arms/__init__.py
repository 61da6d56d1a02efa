"""Several ways to contact customers against one control."""
