"""How long customers stay, while some have not been followed to the end."""

from vocvalue.lift.time_to_event import picture, words
