"""An experiment before it begins: its size, who is contacted, and whether the arms are balanced."""
