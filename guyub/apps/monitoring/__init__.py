"""The regent's page: what is connected, what moves, what needs a decision."""
