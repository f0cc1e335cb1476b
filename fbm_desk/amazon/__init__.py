"""The Selling Partner API and Amazon's files: the only room that speaks to Amazon.

It turns what Amazon says into `domain` values and leaves what to do about it to `services`.
"""
