"""Business accounts with a latent health: what they say, do and pay, and who leaves."""
