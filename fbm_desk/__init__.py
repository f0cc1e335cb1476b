"""FBM Desk: the packing bench of sellers who ship Amazon orders themselves."""

__version__ = "0.1.0"
