"""What a report refuses, and what it says of itself: units, periods, the same money twice."""
