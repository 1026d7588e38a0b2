"""Points: what residents are thanked with for taking part, and what they get for them.

What other code may use is listed here; the rest is private to points.
"""
