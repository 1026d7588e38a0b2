"""The doors of the official site."""
