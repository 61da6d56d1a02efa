"""Whether problems that were mended became rarer and stayed so, as a KPI."""
