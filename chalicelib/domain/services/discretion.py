"""What is published of services: nothing by which one of few people could be recognised."""

from collections.abc import Collection, Mapping

import msgspec

from chalicelib.domain.cells import SUMS, hidden_in
from chalicelib.domain.services.statistics import OfService, Summary

ENDS = (
    *("appealed", "approved", "refused", "withdrawn", "expired"),
    *("called_off", "missed", "completed", "remanded"),
)
Hidden = Mapping[str, Collection[str]]  # names of figures, by month; and those of all together


def told(found: OfService) -> OfService:
    """With None for every figure of fewer than five people, and for those from which one could be
    reckoned: others of the month, other months, what is online of all."""
    hidden, reasons = _hidden(found.months), _reasons(found.months)
    return OfService(
        _without(found.together, hidden[SUMS], reasons[SUMS]),
        {
            month: _without(each, hidden[month], reasons[month])
            for month, each in found.months.items()
        },
    )


def _hidden(months: Mapping[str, Summary]) -> dict[str, set[str]]:
    ends, begun = _of(months, ENDS), _of(months, ["started"])
    asked = _of(months, ["submitted"])
    channels = hidden_in(
        {
            month: {"online": each.online or 0, "elsewhere": _elsewhere(each)}
            for month, each in months.items()
        },
        {month: ["online"] for month, names in asked.items() if names},
    )
    return {
        month: ends[month] | begun[month] | asked[month] | channels[month] & {"online"}
        for month in ends
    }


def _reasons(months: Mapping[str, Summary]) -> dict[str, set[str]]:
    """Where it is not told how many were refused, nor is it for which reasons."""
    ends = _of(months, ENDS)
    silent = [month for month, names in ends.items() if "refused" in names]
    reasons = {month: _figures(each.refused_for) for month, each in months.items()}
    every = set().union(*reasons.values())
    return hidden_in(reasons, dict.fromkeys(silent, every))


def _of(months: Mapping[str, Summary], names: Collection[str]) -> dict[str, set[str]]:
    return hidden_in(
        {month: {name: getattr(each, name) for name in names} for month, each in months.items()}
    )


def _figures(reasons: Mapping[str, int | None]) -> dict[str, int]:
    return {reason: n or 0 for reason, n in reasons.items()}


def _elsewhere(found: Summary) -> int:
    return (found.submitted or 0) - (found.online or 0)


def _without(found: Summary, hidden: Collection[str], reasons: Collection[str]) -> Summary:
    return msgspec.structs.replace(
        found,
        **dict.fromkeys(hidden),
        refused_for={name: None if name in reasons else n for name, n in found.refused_for.items()},
    )
