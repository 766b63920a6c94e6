"""Provinces to villages; agencies; the bodies (council, teams)."""
