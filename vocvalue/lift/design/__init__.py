"""How many customers an experiment takes, who is contacted, and whether the arms are alike."""
