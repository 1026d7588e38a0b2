#!/bin/sh
# Prepares this machine for the platform: `prepare.sh python` makes the virtual environment and
# `prepare.sh packages` fills it, `prepare.sh chromium` finds a browser for the tests or installs one,
# `prepare.sh dynamodb` brings AWS's own DynamoDB Local, which is asked whether it keeps conditions as
# moto does, `prepare.sh pabulib` the ballots of a real participatory budget, to be counted again.
# Says what it does.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}

say() { echo "  $*" >&2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else command -v sudo >/dev/null && sudo -n "$@"; fi
}

install() {
    command -v apt-get >/dev/null || return 1
    say "installing with apt-get: $*"
    as_root apt-get update -qq >/dev/null &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            -o Dpkg::Use-Pty=0 "$@" >/dev/null
}

need() {  # a command, the package of Debian that has it, and what for
    command -v "$1" >/dev/null && return
    { install "$2" && command -v "$1" >/dev/null; } || {
        say "$3 needs $1: install it (Debian has it in $2), as root, and try again"
        exit 1
    }
}

virtual_environment() {
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
        say "Python 3.11 or newer is needed; say which: make PYTHON=python3.12 …"
        exit 1
    }
    [ -x .venv/bin/pip ] || {
        say "making the virtual environment .venv"
        rm -rf .venv
        "$python" -m venv .venv >/dev/null 2>&1 || {  # Debian has it in a package of its own
            install python3-venv && "$python" -m venv .venv
        } || {
            rm -rf .venv
            say "$python cannot make virtual environments: install its venv package, as root, and try again"
            exit 1
        }
    }
}

UV=uv==0.13.9  # takes a third of pip's time, but knows nothing of what pip was told of indexes

packages() {
    say "installing requirements-dev.txt (a minute or so the first time)"
    pip=".venv/bin/pip install --quiet --disable-pip-version-check"
    { $pip $UV && .venv/bin/uv pip install --quiet --system-certs -r requirements-dev.txt; } ||
        $pip -r requirements-dev.txt
}

browser() {  # not called chromium: `command -v` would find the function
    shell=chromium-headless-shell  # without windows: it takes half of the work of the whole
    found=$(command -v $shell || command -v chromium || command -v chromium-browser || true)
    if [ -n "$found" ]; then
        say "the browser's tests use $found"
    elif install $shell || install chromium; then
        say "the browser's tests use $(command -v $shell || command -v chromium)"
    else
        say "no Chromium here and none by apt-get; fetching Playwright's own"
        .venv/bin/playwright install chromium-headless-shell chromium || {
            say "the browser's tests need Chromium: install it, so that \`chromium\` starts it"
            exit 1
        }
    fi
    .venv/bin/playwright --version >/dev/null 2>&1 || {  # it drives the browser by a Node of its own
        install libatomic1 && .venv/bin/playwright --version >/dev/null
    } || {
        say "Playwright does not start here; .venv/bin/playwright --version says why"
        exit 1
    }
}

DYNAMODB=amplify-dynamodb-simulator@2.9.30  # the npm package that carries AWS's jar
DYNAMODB_SHA256=3503ffac19f183407909fecdacf4db51ab1fdad1da7b2f177016670b2d80e4b9

dynamodb() {
    home=.venv/share/dynamodb-local
    need java default-jre-headless "DynamoDB Local"
    [ -e "$home/DynamoDBLocal.jar" ] && return
    need npm npm "fetching DynamoDB Local"
    say "fetching DynamoDB Local (54 MB, once)"
    folder=$(mktemp -d)
    tarball=$(cd "$folder" && npm pack --silent "$DYNAMODB") || {
        say "npm could not fetch $DYNAMODB: is its registry within reach?"
        exit 1
    }
    echo "$DYNAMODB_SHA256  $folder/$tarball" | sha256sum --check --quiet
    tar xzf "$folder/$tarball" -C "$folder"
    mkdir -p .venv/share
    mv "$folder/package/emulator" "$home"
    rm -r "$folder"
}

# One row a voter. Their licence is not stated, so they are fetched and never passed on.
PABULIB=pabumeasures==0.2.2
PABULIB_SHA256=3bbd8c404dd37fea5d75304dd578bf213880be5627dfb2992ecc407b3ddb19c7

pabulib() {
    home=.venv/share/pabulib
    [ -d "$home" ] && return
    say "fetching the ballots of a real participatory budget"
    folder=$(mktemp -d)
    .venv/bin/pip download --quiet --no-deps --no-binary pabumeasures --dest "$folder" "$PABULIB"
    echo "$PABULIB_SHA256  $folder/pabumeasures-0.2.2.tar.gz" | sha256sum --check --quiet
    tar xzf "$folder/pabumeasures-0.2.2.tar.gz" -C "$folder"
    mkdir -p .venv/share
    mv "$folder/pabumeasures-0.2.2/data" "$home"
    rm -r "$folder"
}

case "${1:-}" in
    python) virtual_environment ;;
    packages) packages ;;
    chromium) browser ;;
    dynamodb) dynamodb ;;
    pabulib) pabulib ;;
    *) say "usage: infra/prepare.sh python|packages|chromium|dynamodb|pabulib"; exit 2 ;;
esac
