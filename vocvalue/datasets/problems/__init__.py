"""Problems that customers of a simulated shop meet and may tell of, and what these truly cost."""
