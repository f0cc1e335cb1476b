"""The warehouse's rules: pure functions and frozen values; the standard library only."""
