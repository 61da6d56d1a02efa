"""Which weights would have told best who left?"""
