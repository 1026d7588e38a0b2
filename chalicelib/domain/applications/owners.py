"""Whose an application is: a person's own, or an organisation's, whose members speak for it."""

from typing import NamedTuple

from chalicelib.actors import Actor
from chalicelib.errors import Forbidden
from chalicelib.models.application import Application
from chalicelib.models.base import together
from chalicelib.models.organisation import Member, Organisation

ORGANISATION = "O-"  # how its number begins; those of people are the user pool's


class Whose(NamedTuple):
    """The organisation whose it is, with what the actor is in it; neither, if it is a person's."""

    organisation: Organisation | None = None
    member: Member | None = None

    @property
    def name(self) -> str | None:
        return str(self.organisation.name) if self.organisation else None

    @property
    def acts_for(self) -> list[str]:
        """In whose name the actor may look at it, beside their own."""
        seen = self.organisation and self._lets("see")
        return [str(self.organisation.id)] if self.organisation and seen else []

    @property
    def may_act(self) -> bool:
        """Whether `check` lets the actor: to offer something, or not."""
        return self._lets("submit")

    def check(self) -> None:
        """`Forbidden` unless the actor may act in the name of whose it is: a member has to be an
        owner or a signatory, of an organisation that is confirmed."""
        self._admit("submit")

    def _lets(self, power: str) -> bool:
        try:
            self._admit(power)
        except Forbidden:
            return False
        return True

    def _admit(self, power: str) -> None:
        if self.organisation:
            from chalicelib.domain import organisations  # 20 ms that few applications need

            organisations.admit(organisations.Power(power), self.organisation, self.member)


def whose(application: Application, by: Actor) -> Whose:
    """Read once, for all that is asked of it."""
    owner = application.owner
    if not (owner and owner.startswith(ORGANISATION)):
        return Whose()
    from chalicelib.domain import organisations

    return Whose(*together(*organisations.items(owner, by.id), consistent=True))
