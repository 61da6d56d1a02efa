"""One job in this process: import, load, then time runs, and print times and memory as JSON."""

import gc
import importlib
import json
import resource
import sys
import time

MOST_RUNS = 7
NO_NEW_RUN_AFTER = 10.0
"""Seconds: what is slow is run less often. The number of runs is in the table."""


def main() -> None:
    """Run the job named on the command line."""
    module, name = sys.argv[1].split(".")
    file = sys.argv[5]
    job = getattr(importlib.import_module(f"benchmarks.{module}"), name)
    work, found = job(file)
    seconds: list[float] = []
    while not seconds or (len(seconds) < MOST_RUNS and sum(seconds) < NO_NEW_RUN_AFTER):
        gc.collect()
        start = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - start)
        if len(seconds) == 1:  # later runs could only add what the first left behind
            peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _UNITS_PER_MB
    print(json.dumps({"seconds": seconds, "peak_mb": peak_mb, "found": found(result)}))


_UNITS_PER_MB = 1e6 if sys.platform == "darwin" else 1e6 / 1024

if __name__ == "__main__":
    main()
