"""Lists that help someone: who is entitled and not yet reached."""
