"""Guyub: one shared register, services without forms, a masterplan computed from released data."""

__version__ = "0.1.0"
