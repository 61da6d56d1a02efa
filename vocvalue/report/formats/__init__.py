"""A document as HTML, a workbook, Markdown, PDF or the figures for next time."""
