"""A signed file that says of itself whether it is whole: written, read, verified. Pure; bytes in, bytes out."""
