"""Organisations that people act for: who belongs to one, and what they may do in its name."""
