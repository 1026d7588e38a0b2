"""The demonstration city: what it is made of, and how it is built and filled."""
