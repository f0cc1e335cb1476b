"""Measures the product beside a raw limit, in the same run, in a folder of its own."""
