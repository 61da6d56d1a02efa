"""Which problems cost most: all topics in one model, beside how often each is mentioned."""
