"""Brings in styles, scripts and a typeface that others made, each checked against the hash here.

``python web/vendor.py`` has npm download it, checks, unpacks what pages use into ``assets/vendor``
and takes out of GOV.UK Frontend what only gov.uk may use: its typeface and the royal arms. What
documents are set in ships with the code.
"""

import hashlib
import io
import re
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).parent / "assets" / "vendor"
FONTS = Path(__file__).parents[1] / "chalicelib" / "fonts"


@dataclass(frozen=True)
class Package:
    name: str
    version: str
    sha256: str
    files: dict[str, str]  # path in the package -> name in our folder

    @property
    def release(self) -> str:
        return f"{self.name}@{self.version}"

    def tarball(self) -> bytes:
        """What the registry that npm is set up for has; stops if it is not what was reviewed."""
        with tempfile.TemporaryDirectory() as folder:
            command = ["npm", "pack", "--silent", "--pack-destination", folder, self.release]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 (our own words)
            (packed,) = Path(folder).iterdir()
            content = packed.read_bytes()
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise SystemExit(f"{self.release} is not what was reviewed: nothing was taken")
        return content


PACKAGES = (
    Package(
        "govuk-frontend",
        "6.3.0",
        "3d91fd1353e32e306a8ae493b44ba9c0277348b5dbc08442a3e63d822e516048",
        {
            "dist/govuk/govuk-frontend.min.css": "govuk-frontend.min.css",
            "dist/govuk/govuk-frontend.min.js": "govuk-frontend.min.js",
        },
    ),
    Package(
        "leaflet",
        "1.9.4",
        "84c65a256e50657896f54c33bd857b6849ebe94c817803be818bf32a3dde0b77",
        {"dist/leaflet.js": "leaflet.js", "dist/leaflet.css": "leaflet.css", "LICENSE": "LICENSE"},
    ),
    Package(
        "protomaps-leaflet",
        "5.1.0",
        "0b45b08d0e6f7d39816415dbe6821d0556e7997ec716ed0123305cc1fe5a3fd8",
        {"dist/protomaps-leaflet.js": "protomaps-leaflet.js", "LICENSE": "LICENSE"},
    ),
    Package(
        "leaflet.markercluster",
        "1.5.3",
        "fc6b0b1d00b6c708ae54e43ee4a11ac345e41660e19f0a570190bb35babb1a1c",
        {
            "dist/leaflet.markercluster.js": "leaflet.markercluster.js",
            "dist/MarkerCluster.css": "MarkerCluster.css",
            "MIT-LICENCE.txt": "LICENSE",
        },
    ),
    Package(
        "accessible-autocomplete",
        "3.0.1",
        "de2728ef0091ad5ed557c749f2e6a3260169fc7a9fe671471a57daa61ec43554",
        {
            "dist/accessible-autocomplete.min.js": "accessible-autocomplete.min.js",
            "dist/accessible-autocomplete.min.css": "accessible-autocomplete.min.css",
            "LICENSE.txt": "LICENSE",
        },
    ),
)
# Golos Text has Latin and Cyrillic letters in 68 kB a weight, so it is passed on as it is.
TYPEFACES = (
    Package(
        "@expo-google-fonts/golos-text",
        "0.4.2",
        "8054049d7e4530b3118458db37e33c38c987eb9cc2f45bc066bdfd83c6ddccad",
        {
            "400Regular/GolosText_400Regular.ttf": "GolosText-Regular.ttf",
            "700Bold/GolosText_700Bold.ttf": "GolosText-Bold.ttf",
            "LICENSE_FONT": "LICENSE",
        },
    ),
)


def main() -> None:
    for folder, packages in ((VENDOR, PACKAGES), (FONTS, TYPEFACES)):
        shutil.rmtree(folder, ignore_errors=True)
        for package in packages:
            unpack(package, folder / package.name.rpartition("/")[2])
    licence_of_govuk(VENDOR / "govuk-frontend")


def unpack(package: Package, folder: Path) -> None:
    """Writes the chosen files of the package."""
    folder.mkdir(parents=True)
    with tarfile.open(fileobj=io.BytesIO(package.tarball())) as archive:
        for path, name in package.files.items():
            member = archive.extractfile(f"package/{path}")
            if member is None:
                raise SystemExit(f"{package.name} has no {path}")
            (folder / name).write_bytes(reviewed(name, member.read()))


def reviewed(name: str, content: bytes) -> bytes:
    """The file as we serve it: no pointer to a source map, no image or typeface we do not have."""
    if not name.endswith((".css", ".js")):
        return content
    text = re.sub(r"\n?(//|/\*)# sourceMappingURL=\S+( ?\*/)?\s*$", "\n", content.decode())
    if name.startswith("govuk-frontend") and name.endswith(".css"):
        text = without_gov_uk(text)
    if name == "leaflet.css":  # our pins are drawn in CSS, there is no layers control
        text = re.sub(r"background-image: url\(images/[^)]*\);", "", text)
        text = re.sub(r"behavior: url\(#default#VML\);", "", text)
    return text.encode()


def without_gov_uk(css: str) -> str:
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = css.replace("GDS Transport,arial,sans-serif", "var(--veche-type)")
    css = re.sub(r"[^{}]*\{[^{}]*govuk-crest\.svg[^{}]*\}", "", css)
    left = [word for word in ("GDS Transport", "crest.svg", "url(/assets/fonts") if word in css]
    if left:
        raise SystemExit(f"GOV.UK's own remains in the styles: {left}")
    return css


def licence_of_govuk(folder: Path) -> None:
    """The package ships no text of its licence, which asks to be passed on: ours is a copy."""
    shutil.copy(Path(__file__).parent / "govuk-frontend.LICENSE", folder / "LICENSE")


if __name__ == "__main__":
    main()
