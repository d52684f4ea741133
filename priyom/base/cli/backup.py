"""`priyom backup FILE.tar`: database and files in one archive, while people work."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from tqdm import tqdm

from priyom.base.backup import expected_bytes, write_backup
from priyom.base.cli import database
from priyom.base.config import load_config
from priyom.base.wording import say


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar=say("FILE"), help=say("the archive to write, such as priyom.tar"))
    parser.add_argument(
        "--with-secrets",
        action="store_true",
        help=say("put the secrets in, too: guard the archive like a key"),
    )


def run(options: Namespace) -> int:
    config = load_config()
    with (
        database(config),
        tqdm(total=expected_bytes(config), unit="B", unit_scale=True, desc=say("Backup"), disable=None) as bar,
    ):
        manifest = write_backup(config, options.file, with_secrets=options.with_secrets, progress=bar.update)
        bar.total = bar.n
    told = say(
        "{path}: {tables} tables, {rows} rows, {files} files.",
        path=options.file,
        tables=len(manifest.rows),
        rows=sum(manifest.rows.values()),
        files=manifest.files,
    )
    sys.stdout.write(told + "\n")
    if not options.with_secrets:
        sys.stdout.write(
            say(
                "The secrets are not in it: keep {folder} apart, or nobody can sign in after a restore.",
                folder=config.secrets_dir,
            )
            + "\n"
        )
    return 0
