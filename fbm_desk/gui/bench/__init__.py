"""The painted parts of the bench: each module paints one, from values, and keeps no state."""
