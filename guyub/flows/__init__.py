"""What follows from what: table.py shows the whole flow on one screen."""
