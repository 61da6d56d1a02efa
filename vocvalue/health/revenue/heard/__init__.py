"""How much of the revenue does the programme hear?"""
