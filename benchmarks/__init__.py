"""vocvalue and lifetimes side by side, on the same data, in one run: `python -m benchmarks`."""
