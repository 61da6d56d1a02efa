"""Whether what was done with customers at risk kept them, as a KPI."""
