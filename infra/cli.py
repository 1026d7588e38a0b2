"""What `python -m infra` can do: package the platform, run it on this machine, deploy it to AWS."""

import argparse
import functools
import json
import sys
from collections.abc import Sequence

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra import dead_letters, up
from infra.commands import ROOT, Trouble
from infra.deploy import Cloud, Deployment, Refused
from infra.limits import limits
from infra.local import PORT
from infra.package import package
from infra.stack import Changes, Failed, Stack

TEMPLATES = ("sam.json", "watch.json")
AWS = "in the AWS account of the environment; without it: on this machine"


def main(arguments: Sequence[str] | None = None) -> None:
    asked = parser().parse_args(arguments)
    try:
        asked.act(asked)
    except (Trouble, Failed, Refused) as error:
        sys.exit(f"veche: {error}")
    except (BotoCoreError, ClientError) as error:
        sys.exit(f"veche: the cloud refuses: {error}")


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m infra", description=__doc__)
    commands = made.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, act: object, told: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=told, description=told)
        added.set_defaults(act=act)
        return added

    command("package", write_package, "write the template and the zip into out/")
    starting = command("up", start, "run the platform on this machine, or bring it up to date")
    starting.add_argument("--port", type=int, default=PORT, help=f"where it listens ({PORT})")
    starting.add_argument("--detach", action="store_true", help="return when it is ready")
    command("down", lambda _: up.down(), "stop what `up --detach` has left running")
    asking = command("status", status, "where it is, and which messages failed")
    asking.add_argument("--stage", help=AWS)
    redriving = command("redrive", redrive, "give the failed messages of a queue another try")
    redriving.add_argument("queue", help="notify, or as the alarm calls it: veche-prod-notify-dead")
    redriving.add_argument("--stage", help=AWS)
    command("seed", lambda _: up.fill(), "fill the demo city once more")
    deploying = command("deploy", deploy, "deploy to the AWS account of the environment")
    deploying.add_argument("stage", help="prod, test, … : what the names of resources begin with")
    deploying.add_argument("--yes", action="store_true", help="do not ask")
    deploying.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="a template parameter"
    )
    return made


def write_package(_: argparse.Namespace) -> None:
    out = package(ROOT / "out")
    for file in (*TEMPLATES, "readable.json", "deployment.zip"):
        print(f"out/{file}  {(out / file).stat().st_size:,} bytes")
    for limit in limits(*(json.loads((out / file).read_text()) for file in TEMPLATES)):
        print(f"  {limit}")


def start(asked: argparse.Namespace) -> None:
    up.up(asked.port, detach=asked.detach)


def status(asked: argparse.Namespace) -> None:
    cloud, stage = place(asked.stage)
    if asked.stage:
        stack = Stack(cloud("cloudformation"), f"veche-{stage}")
        print(f"{stack.status or 'there is no such stack'}  {stack.outputs.get('PortalHost', '')}")
    else:
        up.announce(up.described())
    for queue, number in dead_letters.waiting(cloud("sqs"), stage).items():
        print(f"  failed, and waiting in {queue}: {number} (docs/runbook.md)")


def redrive(asked: argparse.Namespace) -> None:
    cloud, stage = place(asked.stage)
    number = dead_letters.redrive(cloud("sqs"), stage, asked.queue)
    print(f"sent once more: {number}" if number else "nothing waits there")


def place(stage: str | None) -> tuple[Cloud, str]:
    """The cloud that is meant, and the stage in it."""
    return (in_aws(stage), stage) if stage else (up.here().cloud, up.STAGE)


def in_aws(stage: str) -> Cloud:
    """The account that the environment gives us; it is named, lest it be the wrong one."""
    cloud = functools.partial(boto3.client)
    account = cloud("sts").get_caller_identity()["Account"]
    print(f"account {account}, region {cloud('s3').meta.region_name}, stack veche-{stage}")
    return cloud


def deploy(asked: argparse.Namespace) -> None:
    cloud = in_aws(asked.stage)
    made = Deployment(
        cloud,
        asked.stage,
        parameters=dict(pair.split("=", 1) for pair in asked.set),
        agree=show if asked.yes else ask,
        tell=print,
    )
    outputs = made.run(package(ROOT / "out"))
    print(f"\nVeche is at https://{outputs['PortalHost']}")


def show(changes: Changes) -> bool:
    """What would change; what is replaced comes first, for it is what one may regret."""
    for act, kind, name in sorted(changes, key=lambda change: (change[0] != "Replace", change)):
        print(f"  {act:<10}{name} ({kind})")
    return True


def ask(changes: Changes) -> bool:
    show(changes)
    return input(f"Carry out these {len(changes)} changes? [y/N] ").strip().lower() == "y"
