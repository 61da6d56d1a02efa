"""Whether contacting customers kept them: two arms compared."""
