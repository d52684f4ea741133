"""`priyom restore FILE.tar`: the archive into an empty place, compared with its manifest at the end."""

from __future__ import annotations

import subprocess
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from tqdm import tqdm

from priyom.base.backup import read_manifest
from priyom.base.cli import database
from priyom.base.config import load_config
from priyom.base.preparation import is_claimed
from priyom.base.restore import restore_backup
from priyom.base.wording import Refusal, say


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar=say("FILE"), help=say("an archive that priyom backup wrote"))
    parser.add_argument("--force", action="store_true", help=say("replace what is there; it is dumped first"))


def run(options: Namespace) -> int:
    config = load_config()
    if is_claimed(config):
        raise Refusal("Priyom is running: stop it first")
    read_manifest(options.file)  # before anything is started or made
    size = options.file.stat().st_size
    with (
        database(config),
        tqdm(total=size, unit="B", unit_scale=True, desc=say("Restore"), disable=None) as bar,
    ):
        manifest = restore_backup(config, options.file, force=options.force, progress=bar.update)
    told = say(
        "Restored what Priyom {version} saved on {when}: {tables} tables, {rows} rows, {files} files, all compared.",
        when=manifest.taken_at,
        version=manifest.version,
        tables=len(manifest.rows),
        rows=sum(manifest.rows.values()),
        files=manifest.files,
    )
    sys.stdout.write(told + "\n")
    return subprocess.run([sys.executable, "-m", "priyom", "upgrade"], check=False).returncode
