"""The pages of a report that is being written: each is handed the draft, and one that was sent
already has no such pages any more."""

import functools
from collections.abc import Callable

from chalice.app import Response

from chalicelib.domain.complaints import Draft, drafts
from chalicelib.edge.call import Call
from chalicelib.messages import say


def drafted(view: Callable[..., Response]) -> Callable[..., Response]:
    """Hand the draft to the page of a step. Of one that was sent there is nothing to write: on to
    the report that it became, from the step before it as from the last one."""

    @functools.wraps(view)
    def shown(call: Call, draft: str, **more: str) -> Response:
        kept = kept_as(call, draft)
        if kept.filed_as:
            told = say("This report is sent already: nothing can be changed in it any more")
            return call.redirect(f"/complaints/{kept.filed_as}", notice=told)
        return view(call, draft, kept, **more)

    return shown


def kept_as(call: Call, draft: str) -> Draft:
    """As the door had it read along with the session, or as it is by now."""
    if call.along is None:
        return drafts.find(draft, by=call.actor, at=call.at)
    return drafts.theirs(call.along, by=call.actor, at=call.at)
