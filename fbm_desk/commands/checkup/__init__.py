"""The checks of `doctor`, a module for each thing looked at; they look and change nothing."""
