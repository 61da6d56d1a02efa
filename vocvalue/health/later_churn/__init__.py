"""Does the score foretell who leaves, and better than NPS alone?"""
