"""Maintenance visits for ERPNext: planned, carried out, signed and followed through."""

__version__ = "1.0.0"
