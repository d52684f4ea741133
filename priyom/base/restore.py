"""Restoring a backup: into an empty place, in one transaction, compared with the manifest at the end."""

from __future__ import annotations

import hashlib
import os
import shutil
import tarfile
import time
from pathlib import Path
from typing import IO

import psycopg

from priyom.base.backup import SHA256_LENGTH, Manifest, Progress, count_rows, read_manifest, write_safety_copy
from priyom.base.config import Config
from priyom.base.postgres_tools import open_private, restore_stream
from priyom.base.wording import Refusal


def restore_backup(
    config: Config, source: Path, *, force: bool = False, progress: Progress = lambda _: None
) -> Manifest:
    """Bring everything back. A place that holds anything is refused, or dumped and emptied by force."""
    manifest = read_manifest(source)
    _make_room(config, force=force)
    # The data folder's own disk, so that taking over the files is one rename.
    incoming = config.data_dir / f"restoring-{os.getpid()}"
    shutil.rmtree(incoming, ignore_errors=True)
    incoming.mkdir(mode=0o700, parents=True)
    try:
        with (
            tarfile.open(source, "r:") as archive,
            restore_stream(config.database_url, force=force) as database,
        ):
            for member in archive:
                content = archive.extractfile(member)
                if content is None or member.name == "manifest.json":
                    continue
                folder, _, name = member.name.partition("/")
                if folder == "database":
                    shutil.copyfileobj(content, database, 1024 * 1024)
                elif folder == "files":
                    _take_file(incoming / "files", name, content)
                elif folder == "secrets":
                    _take_secret(incoming / "secrets", name, content)
                progress(member.size)
        _compare(config, manifest)
        _take_over(config, incoming)
    finally:
        shutil.rmtree(incoming, ignore_errors=True)
    return manifest


def _make_room(config: Config, *, force: bool) -> None:
    with psycopg.connect(config.database_url) as connection:
        counted = count_rows(connection)
    used = any(rows for name, rows in counted.items() if name != "django_migrations")
    files = config.files_dir.exists() and any(config.files_dir.iterdir())
    if (used or files) and not force:
        raise Refusal(
            "{folder} is not empty: restore into a new folder with --data, "
            "or replace what is there with --force (it is dumped first)",
            folder=config.data_dir,
        )
    if used:
        write_safety_copy(config, "restore")


def _take_file(folder: Path, name: str, content: IO[bytes]) -> None:
    """Keep a file only when its bytes are what its name says."""
    if len(name) != SHA256_LENGTH or not name.isalnum():
        raise Refusal("the backup holds a file with a strange name: {name}", name=name)
    target = folder / name[:2] / name[2:4] / name
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with open_private(target) as out:
        while block := content.read(1024 * 1024):
            digest.update(block)
            out.write(block)
    if digest.hexdigest() != name:
        raise Refusal("the backup is damaged: the file {name} has other bytes than its name says", name=name)


def _take_secret(folder: Path, name: str, content: IO[bytes]) -> None:
    if not name.replace("_", "").isalnum():
        raise Refusal("the backup holds a file with a strange name: {name}", name=name)
    folder.mkdir(mode=0o700, exist_ok=True)
    with open_private(folder / name) as out:
        out.write(content.read(65536))


def _compare(config: Config, manifest: Manifest) -> None:
    with psycopg.connect(config.database_url) as connection:
        found = count_rows(connection)
    different = [
        f"{name}: {found.get(name)} ≠ {rows}" for name, rows in manifest.rows.items() if found.get(name) != rows
    ]
    if different:
        raise Refusal("the restored database differs from the backup: {tables}", tables=", ".join(different[:5]))


def _take_over(config: Config, incoming: Path) -> None:
    for name, target in (("files", config.files_dir), ("secrets", config.secrets_dir)):
        if not (incoming / name).exists():
            continue
        if target.exists():
            target.rename(target.with_name(f"{name}-before-restore-{int(time.time())}"))
        (incoming / name).rename(target)
