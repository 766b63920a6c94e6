"""Asking residents: whom to ask, what they answered, what it adds up to. No name is kept with an answer."""
