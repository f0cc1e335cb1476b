"""What a person or the clock may ask for: load, let `domain` decide, save, carry out."""
