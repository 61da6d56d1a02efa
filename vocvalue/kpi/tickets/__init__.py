"""How many detractors are reached, and how long it takes until their tickets are closed."""
