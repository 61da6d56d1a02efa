"""What a problem costs by arithmetic alone, from figures that somebody typed in."""
