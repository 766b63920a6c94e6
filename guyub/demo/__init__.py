"""A synthetic regency of any size in real villages, and the files its agencies would send. No person in it exists."""
