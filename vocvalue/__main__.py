"""`python -m vocvalue`: the command line."""

from vocvalue.commands import main

if __name__ == "__main__":
    main()
