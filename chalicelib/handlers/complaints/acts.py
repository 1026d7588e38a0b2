"""Doing something with a complaint in the name of who asks: every door of that kind says it so."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct, structs

from chalicelib.domain import complaints
from chalicelib.domain.complaints import Act, Complaint, Draft, Known
from chalicelib.edge import problems
from chalicelib.edge.call import Call

WORDS = ("who", "note", "question")  # what the forms of acts are written in


def act(use_case: Callable[..., Complaint], reference: str, form: Struct, call: Call) -> Complaint:
    """Do it. A form's fields are called as the use case calls them, ``version`` among them."""
    return use_case(reference, **structs.asdict(form), by=call.actor, at=call.at)


def permission(
    act: Act, known: Known, call: Call, draft: Draft | None = None, *, to_read: bool = False
) -> dict[str, Any]:
    """For the page of a form: why what it is for is ``refused``, and what the person ``wrote``
    then, here or in a draft. Who cannot do it is told before they write anything what they would be
    told when they send it; only a page that is there ``to_read`` as well is no error by that."""
    refused = complaints.refusal(known, act, by=call.actor, at=call.at)
    if refused is None:
        return {"refused": "", "wrote": ""}
    if call.problem or not to_read:
        problems.tell(refused, call)
        call.errors = {}  # of fields that are not shown
    typed = [str(call.values[name]) for name in WORDS if call.values.get(name)]
    wrote = "\n".join(typed) or (draft and draft.text) or ""
    return {"refused": call.tell(refused.message), "wrote": wrote}
