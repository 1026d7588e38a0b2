"""The platform, as it ships."""

import gc

# By itself Python looks for garbage after every 700 new objects. A function makes 90,000 while it
# starts, to keep them all: looking is a seventh of a cold start, and a third of a long page.
gc.set_threshold(100_000, 50, 50)
