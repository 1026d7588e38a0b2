"""What is said in one line when the platform cannot begin here, or is interrupted while it does."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from infra import up
from infra.__main__ import main
from infra.commands import ROOT, run
from infra.local import Running
from infra.needed import TOOLS, shipped

MAY_BE_THERE = {"certifi"}  # botocore does without
HIDING = "import sys; sys.modules[{!r}] = None"
IMPORTING = """
import sys
bare = set(sys.modules)
import infra.cli
for name in set(sys.modules) - bare:
    if "site-packages" in (getattr(sys.modules[name], "__file__", None) or ""):
        print(name.partition(".")[0])
"""


@pytest.mark.parametrize("hidden", ["yaml", "PIL"])
def test_what_is_not_installed_is_named_in_one_line(tmp_path, hidden):
    (tmp_path / "sitecustomize.py").write_text(HIDING.format(hidden))

    done = subprocess.run(
        [sys.executable, "-m", "infra", "up"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr == f"veche: {hidden} missing: pip install -r requirements-dev.txt\n"


def test_all_that_is_imported_is_asked_for():
    imported = set(run(sys.executable, "-c", IMPORTING).decode().split())

    named = {name for name in imported if not name.startswith("_")} - MAY_BE_THERE

    assert TOOLS & named
    assert named <= TOOLS | shipped()


def test_who_interrupts_it_reads_one_line(monkeypatch, capsys):
    monkeypatch.setattr("infra.cli.main", interrupted)

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 130
    assert capsys.readouterr().err == "veche: interrupted\n"


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit])
def test_what_was_started_does_not_outlive_who_started_it(monkeypatch, tmp_path, end):
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    running, asked = Running(process.pid, 1, tmp_path, process), dict[int, object]()
    monkeypatch.setattr(signal, "signal", asked.__setitem__)
    monkeypatch.setattr(up, "package", lambda out: out)
    monkeypatch.setattr(up, "found", lambda home: None)
    monkeypatch.setattr(up, "start", lambda port, home: running)
    monkeypatch.setattr(up, "deploy", lambda *_: interrupted(end))

    with pytest.raises(end):
        up.up(1)

    assert not running.is_alive
    assert signal.SIGTERM in asked
    process.stdin.close()


def interrupted(by: type[BaseException] = KeyboardInterrupt) -> None:
    raise by


@pytest.mark.parametrize(("there", "needs"), [((), "java"), (("java",), "npm")])
def test_who_cannot_install_what_the_tests_need_is_told_what_it_is(tmp_path, there, needs):
    """No apt-get, no root: one sentence, and not a shell's."""
    commands, project = tmp_path / "bin", tmp_path / "project" / "infra"
    commands.mkdir()
    project.mkdir(parents=True)
    for name in ("dirname", *there):
        (commands / name).symlink_to(shutil.which(name) or shutil.which("true"))
    shutil.copy(ROOT / "infra" / "prepare.sh", project)

    done = subprocess.run(
        ["/bin/sh", project / "prepare.sh", "dynamodb"],
        env={"PATH": str(commands)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    (said,) = done.stderr.splitlines()
    assert f"needs {needs}: install it" in said
