"""How often a day somebody may enter organisations, and invite people."""

from chalicelib.domain.organisations import rules
from chalicelib.domain.quotas import Limit
from chalicelib.messages import say

TOO_OFTEN = say("you have done this %(most)s times today: go on tomorrow")
FOUNDED = Limit("organisations", rules.FOUNDED_A_DAY, TOO_OFTEN)
INVITED = Limit("invitations", rules.INVITED_A_DAY, TOO_OFTEN)
