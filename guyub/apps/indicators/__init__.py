"""Definitions in force, values per area and period, lineage."""
