"""How long customers stay, while some have not been followed to the end."""
