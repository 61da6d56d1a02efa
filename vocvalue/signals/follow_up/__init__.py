"""From leads to orders: how many convert, for how much, and how many would have bought anyway."""
