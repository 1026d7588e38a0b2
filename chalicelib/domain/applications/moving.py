"""What an application does not allow where it is, and why."""

from chalicelib.domain.applications.rules import MOVES, Act, State
from chalicelib.errors import Conflict
from chalicelib.messages import Message, say

S = State


class Illegal(Conflict):
    """The act is not possible in this state; what is, is told (RFC 9457 extension ``allowed``)."""

    code = "illegal_transition"

    def __init__(self, state: State) -> None:
        super().__init__(REASONS[state].singular)
        self.state = state

    @property
    def more(self) -> dict[str, object]:
        allowed = [act for act, moves in MOVES.items() if self.state in moves]
        return {"state": str(self.state), "allowed": [str(act) for act in allowed]}


def move(current: State, act: Act) -> State:
    """The state after the act; `Illegal` if the application does not allow it where it is."""
    if current not in MOVES[act]:
        raise Illegal(current)
    return MOVES[act][current]


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
