"""The calls to AWS that a function makes in a fresh interpreter, for a bare handler to make too.

Run as a process of its own: ``python -m bench.calls < job.json`` prints them, as JSON.
"""

import json
import sys

from bench import counting
from bench.cold import ours

if __name__ == "__main__":
    counting.install()
    with counting.counted() as count:
        ours(json.load(sys.stdin))
    sys.stderr.flush()
    print(f"\n{json.dumps(count.calls, default=str)}")
