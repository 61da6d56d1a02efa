"""How content colleagues are with what the programme tells them."""
