"""Scanners, scales and cameras into plain events; leaves their meaning to the services."""
