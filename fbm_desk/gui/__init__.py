"""What people see; the only room that imports Qt. It paints values and asks services for work."""
