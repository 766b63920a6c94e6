"""Programmes, targets tied to indicators."""
