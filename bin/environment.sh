# Read by the other commands here: makes .venv from a lock file whose every line carries a hash, once per lock.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
VENV="$ROOT/.venv"

say() {  # say ENGLISH RUSSIAN: in the language of the terminal
    case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in
        ru*) printf '%s\n' "$2" >&2 ;;
        *) printf '%s\n' "$1" >&2 ;;
    esac
}

fail() {
    say "$@"
    exit 1
}

# Debian packages: installed when we are root, named in one line when we are not.
need_packages() {  # need_packages PACKAGE...
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        fail "Debian packages are missing. Install them and start again:  sudo apt-get install -y $*" \
             "Не хватает пакетов Debian. Установите их и запустите снова:  sudo apt-get install -y $*"
    fi
    say "Installing Debian packages: $*" "Ставлю пакеты Debian: $*"
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y -q --no-install-recommends "$@" >/dev/null 2>&1 ||
        { apt-get update -q >/dev/null && apt-get install -y -q --no-install-recommends "$@" >/dev/null; } ||
        fail "The packages could not be installed; apt-get said why above." \
             "Пакеты не установились, apt-get сказал выше почему."
}

# What the guard reads pictures with: two small models of Debian's. Without them pictures are not shown, all else works.
has_reading_data() {
    compgen -G "/usr/share/tesseract-ocr/*/tessdata/rus.traineddata" >/dev/null &&
        compgen -G "/usr/share/tesseract-ocr/*/tessdata/eng.traineddata" >/dev/null
}

find_python() {
    local candidate
    for candidate in python3.11 python3.12 python3.13 python3; do
        if command -v "$candidate" >/dev/null &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
}

# ensurepip is what Debian's python3 lacks without python3-venv.
has_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

make_venv() {
    local python
    python="$(find_python)"
    if [ -z "$python" ] || ! has_venv "$python"; then
        need_packages python3 python3-venv
        python="$(find_python)"
        [ -n "$python" ] || fail "Priyom needs Python 3.11 or newer." "Нужен Python 3.11 или новее."
    fi
    say "Making .venv with $("$python" --version)" "Создаю .venv, $("$python" --version)"
    "$python" -m venv --clear "$VENV"
}

install_by_pip() {  # install_by_pip REQUIREMENTS
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
        --only-binary :all: --requirement "$1"
}

# Where the lock has uv, it comes first and brings the others in half of pip's time. A mirror that only pip's files name
# it does not know; then pip brings everything.
install_by_uv() {  # install_by_uv LOCK
    local alone
    alone="$(mktemp)"
    sed -n '/^uv==/,/[^\]$/p' "$1" >"$alone"
    [ -s "$alone" ] && install_by_pip "$alone" &&
        env ${PIP_INDEX_URL:+UV_DEFAULT_INDEX="$PIP_INDEX_URL"} "$VENV/bin/uv" pip install --quiet --system-certs \
        --python "$VENV/bin/python" --require-hashes --no-deps --only-binary :all: --compile-bytecode --requirement "$1"
    local said=$?
    rm -f "$alone"
    return "$said"
}

ensure_environment() {  # ensure_environment LOCK_FILE
    local lock="$ROOT/$1" stamp="$VENV/.$1.sha256" wanted
    wanted="$(sha256sum <"$lock") $ROOT"  # with the folder: a checkout that was moved is made anew
    if "$VENV/bin/python" -c '' 2>/dev/null && cmp -s "$stamp" - <<<"$wanted"; then
        return
    fi
    "$VENV/bin/python" -m pip --version >/dev/null 2>&1 || make_venv
    say "Installing what $1 lists (a minute, once)" "Ставлю то, что перечислено в $1 (минута, один раз)"
    install_by_uv "$lock" || install_by_pip "$lock" ||
        fail "The installation did not succeed; start again when the network is back." \
             "Установка не удалась; запустите снова, когда появится сеть."
    printf '%s\n' "$ROOT" >"$("$VENV/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/priyom.pth"
    # The lists of names, once, in the form the guard reads quickly; without them it reads the slow one itself.
    (cd "$ROOT" && "$VENV/bin/python" -m priyom.privacy.detectors.gazetteer) || true
    printf '%s\n' "$wanted" >"$stamp"
}
