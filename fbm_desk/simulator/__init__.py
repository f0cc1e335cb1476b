"""A pretend Amazon on this machine: speaks the published API, shares no code with the client."""
