"""Where the revenue is: who holds it, and how much of it the programme hears."""
