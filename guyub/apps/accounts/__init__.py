"""Officers, the offices they hold, sign-in, who may."""
