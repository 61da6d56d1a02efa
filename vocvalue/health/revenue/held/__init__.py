"""Who holds the revenue?"""
