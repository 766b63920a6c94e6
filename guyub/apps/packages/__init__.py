"""Signed, self-verifying files: what a region hands in, and what the ministry answers."""
