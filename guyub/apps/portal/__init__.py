"""Public pages: what anybody may read."""
