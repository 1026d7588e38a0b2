"""Old versions of the functions: nobody calls them, but the snapshot of each costs money."""

from collections.abc import Iterable
from typing import Any


def forget_old(functions: Any, names: Iterable[str]) -> int:
    """Delete the published versions that no alias leads to; how many they were.

    CloudFormation leaves them when it publishes new ones. Going back to one of them is deploying
    it again.
    """
    return sum(_forget_of(functions, name) for name in names)


def _forget_of(functions: Any, name: str) -> int:
    aliases = functions.get_paginator("list_aliases").paginate(FunctionName=name)
    called = {alias["FunctionVersion"] for page in aliases for alias in page["Aliases"]}
    pages = functions.get_paginator("list_versions_by_function").paginate(FunctionName=name)
    versions = [version["Version"] for page in pages for version in page["Versions"]]
    old = [version for version in versions if version not in called | {"$LATEST"}]
    for version in old:
        functions.delete_function(FunctionName=name, Qualifier=version)
    return len(old)
