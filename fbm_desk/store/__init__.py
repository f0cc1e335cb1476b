"""The database: the only place that knows SQL; it leaves rules to `domain`."""
