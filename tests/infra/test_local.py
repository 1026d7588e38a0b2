"""The local cloud and the package: what is said when something is in the way."""

import gettext
import json
import re
import socket
import subprocess
import sys
import zipfile

import pytest
from babel.messages.catalog import Catalog
from jinja2 import Environment, ModuleLoader
from ministack.services import apigateway_v1

from infra import emulator
from infra.cloudformation import ANY
from infra.commands import LOG, ROOT, Trouble, run
from infra.local import Running, forget_stream_positions, found, note, start
from infra.package import refuse_what_was_built_here
from infra.slim import SERVICES, ships
from infra.staging import Contradiction, build, compile_messages, merge
from infra.up import description

RUSSIAN = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Good evening"
msgstr "{evening}"
"""


def test_a_port_that_is_taken_is_told_and_nothing_is_started(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(Trouble, match=f"port {port} is taken; choose another: make run PORT="):
            start(port, tmp_path)

    assert not note(tmp_path).exists()


def test_a_cloud_that_was_killed_is_not_found_again(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    note(tmp_path).write_text(json.dumps({"pid": gone.pid, "port": 1}))

    assert found(tmp_path) is None
    assert not note(tmp_path).exists()


def test_of_a_tool_that_fails_the_last_words_are_told():
    with pytest.raises(Trouble, match=r"ValueError: this is wrong \(more: out/error.log\)"):
        run(sys.executable, "-c", "raise ValueError('this is wrong')")

    assert "Traceback" in LOG.read_text()


def test_streams_are_read_from_their_beginning_after_a_restart(tmp_path):
    kept = tmp_path / "lambda.json"
    kept.write_text(json.dumps({"payload": {"dynamodb_stream_positions": {"shard": 7}}}))

    forget_stream_positions(kept)

    assert json.loads(kept.read_text()) == {"payload": {"dynamodb_stream_positions": {}}}


def test_the_stack_is_described_for_tools(tmp_path):
    names = ("Api", "UserPoolId", "UserPoolClientId")
    outputs = {name: name.lower() for name in names} | {"PortalHost": "d1.cloudfront.net"}

    described = description(Running(1, 4566, tmp_path), outputs, {"resident": {}})

    assert described == {
        "portal_url": "http://d1.cloudfront.localhost:4566",
        "api_url": "http://127.0.0.1:4566/_aws/execute-api/api/api",
        "endpoint_url": "http://127.0.0.1:4566",
        "region": "eu-central-1",
        "user_pool_id": "userpoolid",
        "user_pool_client_id": "userpoolclientid",
        "data_url": "http://d1.cloudfront.localhost:4566/data",
        "accounts": {"resident": {}},
    }


def test_messages_of_several_files_become_one_catalogue(tmp_path):
    language = tmp_path / "ru"
    language.mkdir()
    (language / "one.po").write_text(RUSSIAN.format(evening="Добрый вечер"))
    (language / "two.po").write_text(RUSSIAN.format(evening="Добрый вечер"))

    compile_messages(language, tmp_path / "LC_MESSAGES" / "veche.mo")

    with (tmp_path / "LC_MESSAGES" / "veche.mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Good evening") == "Добрый вечер"


def test_two_translations_of_one_message_are_refused(tmp_path):
    whole, part = Catalog(locale="ru"), Catalog(locale="ru")
    whole.add("Good evening", "Добрый вечер")
    part.add("Good evening", "Здравствуйте")

    with pytest.raises(Contradiction, match="'Good evening'"):
        merge(part, into=whole, file=tmp_path / "two.po")


def test_the_package_brings_its_templates_compiled(tmp_path):
    built = build(tmp_path / "built")

    loader = ModuleLoader(built / "templates")
    components = "govuk_frontend_jinja/components/button/macro.html"
    assert Environment(autoescape=True, loader=loader).get_template(components)
    assert not list(built.rglob("*.py"))  # byte code only
    assert json.loads((built / "openapi.json").read_text())["openapi"].startswith("3.1")


def test_what_is_built_is_not_built_again(tmp_path):
    built = build(tmp_path / "built")
    made = (built / "openapi.json").stat().st_mtime_ns

    build(tmp_path / "built")

    assert (built / "openapi.json").stat().st_mtime_ns == made


def test_the_makefile_tells_of_every_target():
    command = ["make", "--no-print-directory", "help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    told = [line.split()[0] for line in done.stdout.splitlines()]
    assert told == ["help", "run", "test", "check", "bench", "deploy", "package", "clean"]


def test_what_was_built_on_this_machine_is_not_shipped(tmp_path):
    """Linked to libraries that lie here, it would not even start on Lambda."""
    for name, tag in (
        ("safe-1.0", "cp311-cp311-manylinux_2_17_x86_64"),
        ("pure-2.0", "py3-none-any"),
    ):
        (tmp_path / f"{name}.dist-info").mkdir()
        (tmp_path / f"{name}.dist-info" / "WHEEL").write_text(f"Tag: {tag}\n")
    refuse_what_was_built_here(tmp_path)

    (tmp_path / "pillow-13.0.0.dist-info").mkdir()
    wheel = tmp_path / "pillow-13.0.0.dist-info" / "WHEEL"
    wheel.write_text("Wheel-Version: 1.0\nTag: cp311-cp311-linux_x86_64\n")

    with pytest.raises(Trouble, match=r"pillow-13\.0\.0 was built here"):
        refuse_what_was_built_here(tmp_path)


def test_every_library_of_the_package_was_made_for_lambda(packaged):
    with zipfile.ZipFile(packaged / "deployment.zip") as package:
        wheels = [n for n in package.namelist() if n.endswith(".dist-info/WHEEL")]
        told = {name: package.read(name).decode() for name in wheels}

    assert len(told) > 10
    assert not [name for name, tags in told.items() if "-linux_" in tags]


def test_what_the_code_calls_and_speaks_ships_and_nothing_beside():
    code = "".join(file.read_text() for file in (ROOT / "chalicelib").rglob("*.py"))
    called = set(re.findall(r"""boto3\.client\(\s*["']([\w-]+)["']""", code)) | {"dynamodb"}

    assert called <= SERVICES
    assert all(ships(f"botocore/data/{service}/1/service-2.json.gz") for service in called)
    assert ships("botocore/data/endpoints.json")
    assert ships("babel/locale-data/ru.dat")
    assert not ships("botocore/data/ec2/2016-11-15/service-2.json.gz")
    assert not ships("babel/locale-data/sw.dat")
    assert ships("PIL/_imaging.cpython-311-x86_64-linux-gnu.so")
    assert not ships("pillow.libs/libavif-0b1c2ae7.so.16.4.1")


def test_the_local_cloud_asks_the_function_for_methods_that_nobody_wrote():
    emulator.answer_every_method()
    called = {"x-amazon-apigateway-integration": {"type": "aws_proxy", "uri": "arn:function"}}
    api = apigateway_v1._import_rest_api({"paths": {"/api/v1/me": {"get": called, ANY: called}}})

    (answering,) = (
        each["resourceMethods"]
        for each in apigateway_v1._resources[api].values()
        if each["path"] == "/api/v1/me"
    )
    assert set(answering) == {"GET", "ANY"}
