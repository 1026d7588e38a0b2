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

# Of guests nothing is known but where they come from: a household, or a library with many readers.
GUESTS = Limit(
    "guests",
    50,
    say("%(most)s applications were begun without signing in where you are today: sign in first"),
)
# What somebody begins who writes other addresses of theirs into the request than they have: ten
# thousand a day in sixteen counters, for one would be in everybody’s way.
GUESTS_TOGETHER = Limit(
    "guests-together",
    625,
    say("too many applications were begun without signing in today: sign in first"),
)
FROM_HERE = Limit(
    "guest-letters", 30, say("%(most)s letters were asked for where you are today: go on tomorrow")
)
TO_ADDRESS = Limit(
    "letters-to", 5, say("%(most)s letters went to this address today: go on tomorrow")
)
RESUMED = Limit("resumed", 10, say("too many wrong codes were tried today: go on tomorrow"))
