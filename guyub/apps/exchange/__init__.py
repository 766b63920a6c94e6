"""Datasets, contracts, submissions, findings, releases."""
