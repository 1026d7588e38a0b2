"""The whole platform on this machine: started, deployed, filled, announced, and stopped."""

import json
import signal
import sys
import time
from pathlib import Path
from typing import Any

from infra.apis import APIS, Api, root
from infra.commands import ROOT, Trouble
from infra.deploy import Cloud, Deployment, local_host
from infra.local import HOME, REGION, Running, found, start
from infra.package import package
from infra.refusals import refusals
from infra.seed import forget, seed

STAGE = "dev"
STACK = HOME / "stack.json"
AT_ONCE = 0.1  # seconds between questions to a cloud that answers at once


def up(port: int, *, detach: bool = False) -> None:
    """Bring everything up to date and say where it is; wait for Ctrl-C unless detached.

    Whoever ends it before it is ready ends what it has started.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    say("packaging")
    out = package(ROOT / "out")
    running = found(HOME)
    if running:
        bring_up(running, out)
        print(
            f"  It was running already, and goes on (pid {running.pid}): "
            ".venv/bin/python -m infra down\n"
        )
        return
    say("starting MiniStack")
    running = start(port, HOME)
    try:
        bring_up(running, out)
    except BaseException:
        running.stop()
        raise
    if detach:
        print("  It goes on until: .venv/bin/python -m infra down\n", flush=True)
    else:
        wait(running)


def bring_up(running: Running, out: Path) -> None:
    say("deploying")
    outputs = deploy(running.cloud, running.port, out)
    say("filling the demo city")
    accounts = seed(running, settings(running, outputs), outputs)
    described = description(running, outputs, accounts)
    STACK.write_text(json.dumps(described, indent=2, ensure_ascii=False) + "\n")
    announce(described)


def deploy(cloud: Cloud, port: int, out: Path, stage: str = STAGE) -> dict[str, str]:
    """The same deployment as in AWS; nobody is asked."""
    outputs = Deployment(cloud, stage, local_port=port, pause=AT_ONCE).run(out)
    for api in APIS.values():
        refuse_as_we_do(cloud("apigateway"), outputs[api.output], api)
    return outputs


def refuse_as_we_do(gateway: Any, number: str, api: Api) -> None:
    for refusal in refusals(pages=api.for_people):
        gateway.put_gateway_response(restApiId=number, **refusal)
    gateway.create_deployment(restApiId=number, stageName="api")  # they count from then on


def wait(running: Running) -> None:
    """Until Ctrl-C, a request to end, or somebody else's ``down``; then stop in order."""
    print("  Ctrl-C stops it; what was written is kept in .local/\n", flush=True)
    try:
        while running.is_alive:
            time.sleep(0.5)
    except KeyboardInterrupt:
        print()
    finally:
        running.stop()


def down() -> None:
    running = found(HOME)
    if running is None:
        print("Veche is not running")
        return
    running.stop()
    print("Veche has stopped; what was written is kept in .local/")


def here() -> Running:
    """What runs on this machine; `Trouble` if nothing does."""
    running = found(HOME)
    if running is None or not STACK.exists():
        raise Trouble("Veche is not running; start it: make run")
    return running


def fill() -> None:
    """The demo city once more, into what runs."""
    running = here()
    forget(running)
    bring_up(running, package(ROOT / "out"))


def settings(running: Running, outputs: dict[str, str]) -> dict[str, str]:
    """What the functions are told, for code of ours that runs beside them."""
    return {
        "VECHE_STAGE": STAGE,
        "VECHE_PORTAL_URL": portal_url(running, outputs),
        "VECHE_USER_POOL": outputs["UserPoolId"],
        "VECHE_USER_POOL_CLIENT": outputs["UserPoolClientId"],
        "VECHE_MEDIA_BUCKET": outputs["MediaBucket"],
        "VECHE_DATA_BUCKET": outputs["DataBucket"],
        "VECHE_MAIL_FROM": outputs["MailFrom"],
        "VECHE_BALLOTS_KEY": outputs["BallotsKeyArn"],
        "VECHE_BUILT": str(ROOT / "out" / "src" / "chalicelib" / "built"),
    }


def described() -> dict[str, Any]:
    """Where it is, as it was announced."""
    told: dict[str, Any] = json.loads(STACK.read_text())
    return told


def description(
    running: Running, outputs: dict[str, str], accounts: dict[str, Any]
) -> dict[str, Any]:
    """What tests and tools need to find their way. Python does not resolve ``*.localhost``."""
    portal = portal_url(running, outputs)
    return {
        "portal_url": portal,
        "api_url": running.endpoint + root(outputs["Api"]),
        "endpoint_url": running.endpoint,
        "region": REGION,
        "user_pool_id": outputs["UserPoolId"],
        "user_pool_client_id": outputs["UserPoolClientId"],
        "data_url": f"{portal}/data",
        "accounts": accounts,
    }


def portal_url(running: Running, outputs: dict[str, str]) -> str:
    return f"http://{local_host(outputs['PortalHost'], running.port)}"


def announce(described: dict[str, Any]) -> None:
    print(f"\n  Veche is at {described['portal_url']}\n")
    for role, account in described["accounts"].items():
        print(f"    {role:<16}{account['email']:<34}{account['password']}")
    print(flush=True)


def say(what: str) -> None:
    print(f"  {what} …", file=sys.stderr, flush=True)
