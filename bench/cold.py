"""A first answer in a fresh interpreter: a function's, and a bare boto3 handler's.

Run as a process of its own: ``python bench/cold.py ours|bare < job.json`` prints milliseconds.
"""

import sys
import time


def ours(job: dict) -> None:  # type: ignore[type-arg]
    """Import the app as Lambda does, and answer the event."""
    import importlib

    module, _, name = job["handler"].rpartition(".")
    sys.path.insert(0, job["source"])
    handler = getattr(importlib.import_module(module), name)
    answer = handler(job["event"], Context())
    answer = answer or {}
    if answer.get("statusCode", 200) >= 400 or answer.get("batchItemFailures"):
        raise SystemExit(f"{job['handler']} answered {str(answer)[:400]}")


def bare(job: dict) -> None:  # type: ignore[type-arg]
    """Nothing but boto3: the same calls, and an answer as JSON."""
    import contextlib
    import json

    import boto3
    from botocore.exceptions import ClientError

    clients = {service: boto3.client(service) for service, _, _ in job["calls"]}
    answers = []
    for service, operation, parameters in job["calls"]:
        with contextlib.suppress(ClientError):  # what was written once cannot be written again
            answers.append(clients[service]._make_api_call(operation, parameters))
    json.dumps({"statusCode": 200, "body": json.dumps(answers, default=str)})


class Context:
    """What Lambda tells a function about itself."""

    function_name = "bench"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:eu-central-1:000000000000:function:bench"
    aws_request_id = "bench"

    def get_remaining_time_in_millis(self) -> int:
        return 29_000


if __name__ == "__main__":
    import json

    given = json.load(sys.stdin)
    began = time.perf_counter()
    {"ours": ours, "bare": bare}[sys.argv[1]](given)
    sys.stderr.flush()
    print(f"\n{(time.perf_counter() - began) * 1000:.1f}")
