"""How long customers stay, with some not yet followed to the end."""
