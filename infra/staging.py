"""The shipped sources with what is made of them: templates, messages, the API's description.

Nothing is compiled on a resident's time: a page that is compiled when first asked for takes 0.4 s.
"""

import compileall
import py_compile
import shutil
import sys
from collections.abc import Iterable
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path
from py_compile import PycInvalidationMode

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

from infra.commands import ROOT, run

SHIPPED = ("app.py", "requirements.txt", ".chalice/config.json")
PAGES = ROOT / "chalicelib" / "pages"
LOCALE = ROOT / "chalicelib" / "locale"
STAMP = "made-from"  # the digest of the sources, so that what is up to date is not made again


class Contradiction(Exception):
    """Two files translate one message differently, and only one of them could be shown."""


def stage(out: Path) -> Path:
    """Bring ``out/src`` up to date with the sources, and build into it; the folder."""
    staged = out / "src"
    wanted = {name: ROOT / name for name in SHIPPED} | {
        str(file.relative_to(ROOT)): file for file in shipped_files(ROOT / "chalicelib")
    }
    for name, file in wanted.items():
        copy_if_changed(file, staged / name, name)
    built = staged / "chalicelib" / "built"
    for file in shipped_files(staged / "chalicelib"):
        if built not in file.parents and str(file.relative_to(staged)) not in wanted:
            file.unlink()
            Path(cache_from_source(str(file))).unlink(missing_ok=True)
    build(built)
    return staged


def build(built: Path) -> Path:
    """Write what is made from the sources, unless it is there and nothing changed; the folder."""
    digest = digest_of(shipped_files(ROOT / "chalicelib"))
    stamp = built / STAMP
    if stamp.exists() and stamp.read_text() == digest:
        return built
    shutil.rmtree(built, ignore_errors=True)
    built.mkdir(parents=True)
    compile_templates(built / "templates")
    for language in sorted(LOCALE.glob("*")):
        compile_messages(language, built / "locale" / language.name / "LC_MESSAGES" / "veche.mo")
    describe_api(built / "openapi.json")
    stamp.write_text(digest)
    return built


def compile_templates(target: Path) -> None:
    """Every template as byte code, which ``jinja2.ModuleLoader`` finds by the template's name."""
    if not (ROOT / "chalicelib" / "edge" / "pages.py").exists():
        return
    from chalicelib.edge.pages import environment

    environment(templates()).compile_templates(target, zip=None, ignore_errors=False)
    compileall.compile_dir(target, quiet=1, legacy=True)
    for source in target.glob("*.py"):
        source.unlink()


def templates() -> BaseLoader:
    """Our templates and the components they use, as sources."""
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    return ChoiceLoader([FileSystemLoader(PAGES), components])


def compile_messages(language: Path, target: Path) -> None:
    """One catalogue out of the files of the capabilities."""
    whole = Catalog(locale=language.name)
    for file in sorted(language.glob("*.po")):
        with file.open("rb") as written:
            merge(read_po(written, locale=language.name, abort_invalid=True), into=whole, file=file)
    target.parent.mkdir(parents=True)
    with target.open("wb") as compiled:
        write_mo(compiled, whole)


def merge(part: Catalog, *, into: Catalog, file: Path) -> None:
    for message in part:
        if not message.id:
            continue
        known = into.get(message.id, message.context)
        if known and known.string != message.string:
            raise Contradiction(f"{file}: {message.id!r} is translated otherwise in another file")
        into.add(message.id, message.string, flags=message.flags, context=message.context)


def describe_api(target: Path) -> None:
    """In a process of its own: a blueprint gives its routes to one app only."""
    if (ROOT / "chalicelib" / "edge" / "openapi.py").exists():
        target.write_bytes(run(sys.executable, "-m", "infra.openapi"))


def shipped_files(folder: Path) -> list[Path]:
    """The files under ``folder``, without what Python and the editors leave there."""
    found = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return [file for file in found if "__pycache__" not in file.parts and file.name[0] != "."]


def digest_of(files: Iterable[Path]) -> str:
    digest = sha256(sys.version.encode())
    for file in files:
        digest.update(f"{file}\0{file.stat().st_size}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def copy_if_changed(file: Path, target: Path, name: str) -> None:
    """With byte code that is taken as it is: Lambda has nowhere to write any."""
    if target.exists() and target.read_bytes() == file.read_bytes():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(file, target)
    if target.suffix == ".py" and target.name != "app.py":  # which Chalice packs alone
        compile_one(target, Path(cache_from_source(str(target), optimization="")), name)


def compile_one(source: Path, target: Path, name: str) -> None:
    """Byte code that is taken as it is, whatever the clock says of its source."""
    mode = PycInvalidationMode.UNCHECKED_HASH
    py_compile.compile(str(source), str(target), dfile=name, doraise=True, invalidation_mode=mode)
