"""Who acts: a person with what they may do, or the platform itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Role(StrEnum):
    RESIDENT = "resident"
    MODERATOR = "moderator"  # scope: a district
    AGENCY = "agency"  # scope: an agency
    OPERATOR = "operator"  # of a centre's window: sees people's documents
    CLERK = "clerk"  # receives who has an appointment; scope: a site
    CASE_OFFICER = "case_officer"  # examines applications; scope: an authority
    HEAD = "head"  # signs what an authority decides; scope: an authority
    BALLOT_OFFICER = "ballot_officer"
    FACILITATOR = "facilitator"  # composes and leads projects; scope: an agency
    EXPERT = "expert"  # scores ideas; scope: an agency
    AUDITOR = "auditor"
    ADMIN = "admin"
    SYSTEM = "system"  # schedules and workers; nobody is given it


STAFF = frozenset(Role) - {Role.RESIDENT, Role.SYSTEM}


@dataclass(frozen=True, order=True)
class Grant:
    """A role, everywhere or in one scope. Written as a Cognito group: ``agency.lighting``."""

    role: Role
    scope: str = ""

    @classmethod
    def parse(cls, group: str) -> Self | None:
        """None for a group that is no role of ours: the pool may hold others."""
        name, _, scope = group.partition(".")
        return cls(Role(name), scope) if name in set(Role) - {Role.SYSTEM} else None

    def __str__(self) -> str:
        return f"{self.role}.{self.scope}" if self.scope else str(self.role)


@dataclass(frozen=True)
class Actor:
    """A person who has signed in; ``ANONYMOUS`` if nobody has.

    ``level`` is the assurance level (L0 to L3): how surely it is known who this is. A program's
    token proves L1 at most; more is known only where the door has asked for it. ``party`` is the
    organisation that they act for in this browser, with its name to be shown; that they may is
    asked anew whenever something is done (`organisations.check`).
    """

    id: str
    level: int = 0
    grants: frozenset[Grant] = frozenset()
    party: str = ""
    party_title: str = ""

    @property
    def signed_in(self) -> bool:
        return bool(self.id)

    @property
    def is_staff(self) -> bool:
        return any(grant.role in STAFF for grant in self.grants)

    def is_(self, role: Role, scope: str | None = None) -> bool:
        """True if the person has the role; with a scope: there, or everywhere."""
        return any(
            grant.role == role and (scope is None or grant.scope in ("", scope))
            for grant in self.grants
        )

    def moderates(self, district: str) -> bool:
        """Whether they read what is written for a district before everybody does."""
        return self.is_(Role.MODERATOR, district) or self.is_(Role.ADMIN)

    def scopes(self, role: Role) -> frozenset[str]:
        """Where the person has the role; ``""`` among them means everywhere."""
        return frozenset(grant.scope for grant in self.grants if grant.role == role)


ANONYMOUS = Actor("")
SYSTEM = Actor("system", grants=frozenset({Grant(Role.SYSTEM)}))


def grants(groups: Iterable[str]) -> frozenset[Grant]:
    """The grants that are written as these groups."""
    return frozenset(grant for grant in map(Grant.parse, groups) if grant)
