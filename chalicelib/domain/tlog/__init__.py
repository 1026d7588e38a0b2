"""Transparency logs: lists that can only grow, and whose every copy can be checked.

Nothing here knows what is in a log. The tree is that of RFC 6962 and 9162, the notes and tiles are
those of C2SP, so that programs of others can read, mirror and witness a log.
"""
