"""Instruments: parsed, checked, scored from answers, and asked what would lift the score. Pure; exact arithmetic."""
