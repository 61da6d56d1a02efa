"""What moved the health of accounts?"""
