"""Maintenance visits for ERPNext: planned, carried out, signed and followed through."""

__version__ = "0.1.0"
