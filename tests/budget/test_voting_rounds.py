"""What the pages of ballots, disputes and resolutions cost: their visits are registered here.

Each is registered with `visits.visit`; `VOTING` names the modules whose doors it is about.
"""

VOTING = frozenset(
    f"chalicelib.handlers.ballots.{module}"
    for module in (
        "dispute_desk",
        "dispute_pages",
        "officer_pages",
        "pages",
        "resolution_pages",
        "result_pages",
    )
)
