"""How healthy is each account?"""
