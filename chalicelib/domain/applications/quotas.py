"""How often a day one person may do something, so that nobody does it without end."""

from chalicelib.domain.quotas import Limit
from chalicelib.messages import say

BEGUN = Limit("drafts", 50, say("you have begun %(most)s applications today: go on tomorrow"))
SENT = Limit("applications", 20, say("you have sent %(most)s applications today: go on tomorrow"))
LETTERS = Limit("kept", 10, say("you have sent yourself %(most)s letters today: go on tomorrow"))
# For each number: eight letters are 40 bits, which a machine could try.
TRACKED = Limit(
    "track", 10, say("too many wrong codes were tried for this number today: go on tomorrow")
)
