"""Names of persons: how they are made, what speaks for one, and how much all of it weighs together."""
