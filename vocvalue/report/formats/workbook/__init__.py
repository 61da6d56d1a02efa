"""A document as a workbook: a sheet a section, with real numbers in it."""

from vocvalue.report.formats.workbook.book import workbook

__all__ = ["workbook"]
