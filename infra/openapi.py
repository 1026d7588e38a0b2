"""Print the description of the whole API, made of the doors of every capability."""

import json

from chalicelib.capabilities import doors
from chalicelib.config import CAPABILITIES
from chalicelib.edge.openapi import document

if __name__ == "__main__":
    every = [door for name in CAPABILITIES for module in doors(name) for door in module.doors]
    print(json.dumps(document(every), ensure_ascii=False, indent=1))
