"""The form of files that hold what was learned of texts."""

from vocvalue.results.records import Form

FORM = Form(
    name="vocvalue signal model",
    version=1,
    # A regression on thousands of runs of characters is some hundred thousand bytes.
    largest=100_000_000,
    saved_by="model.save(path)",
    held="model",
)
