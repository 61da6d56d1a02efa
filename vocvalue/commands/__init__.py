"""The command line: a thin way to call the library on files.

A command reads its arguments, calls what a notebook would call, and says the result. It decides
nothing: defaults, checks and words are the library's.
"""

import io
import sys

from vocvalue.commands.demo import demo
from vocvalue.commands.issues import issues
from vocvalue.commands.lift import lift
from vocvalue.commands.nps import nps
from vocvalue.commands.predict import predict
from vocvalue.commands.program import program
from vocvalue.commands.report import report

for command in (predict, nps, lift, issues, report, demo):
    program.add_command(command)


def main() -> None:
    """Run the command line and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal or a file of an older encoding gets an escape for what it cannot hold.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    program(prog_name="vocvalue")
