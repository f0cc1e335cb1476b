"""Carriers the desk deals with itself, beside those behind Amazon's interfaces in `amazon`."""
