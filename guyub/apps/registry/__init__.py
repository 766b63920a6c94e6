"""One person, one household out of all releases."""
