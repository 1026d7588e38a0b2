"""What an application does not allow where it is, and why."""

from chalicelib.domain.applications.rules import MOVES, Act, State
from chalicelib.errors import Illegal
from chalicelib.messages import Message, say

S = State


def move(current: State, act: Act) -> State:
    """The state after the act; `Illegal` if the application does not allow it where it is."""
    if current not in MOVES[act]:
        raise illegal(current)
    return MOVES[act][current]


def illegal(state: State) -> Illegal:
    """What is told of an act that this state does not allow."""
    allowed = [str(act) for act, moves in MOVES.items() if state in moves]
    return Illegal(REASONS[state].singular, state=state, allowed=allowed)


REASONS: dict[State, Message] = {
    S.AWAITING_COSIGN: say("this application waits until everybody has signed it"),
    S.SUBMITTED: say("this application is about to be registered"),
    S.REGISTERED: say("this application is registered, and no officer has taken it yet"),
    S.IN_REVIEW: say("this application is being examined"),
    S.INFO_REQUESTED: say("this application waits for the applicant’s answer"),
    S.TRANSFERRED: say("this application was passed on, and no officer there has taken it yet"),
    S.DECISION_PENDING: say("the decision on this application waits to be signed"),
    S.APPROVED: say("this application is approved"),
    S.IN_PRODUCTION: say("what was applied for is being made"),
    S.READY: say("what was applied for is ready to be collected"),
    S.COMPLETED: say("this application is completed"),
    S.REFUSED: say("this application was refused"),
    S.WITHDRAWN: say("this application was withdrawn"),
    S.EXPIRED: say("this application ran out, because nobody answered"),
}
