"""Backups: one tar archive with a dump of the database, the files, and a manifest of what must come back.

The dump and the row counts are of one snapshot, taken while people work. The dump is cut into parts inside
the archive, so that neither side needs a second copy on the disk.
"""

from __future__ import annotations

import io
import json
import os
import tarfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from priyom import __version__
from priyom.base.config import Config
from priyom.base.postgres_tools import WITHOUT_CONTENT, dump_stream, open_private
from priyom.base.wording import Refusal

FORMAT = 1
PART_BYTES = 16 * 1024 * 1024
SHA256_LENGTH = 64
KEPT_COPIES = 3

Progress = Callable[[int], None]


@dataclass
class Manifest:
    """What an archive holds, and what must be there when it has been read."""

    format: int
    version: str
    taken_at: str
    postgres: int
    rows: dict[str, int]
    files: int = 0
    file_bytes: int = 0
    secrets: bool = False
    migrations: list[str] = field(default_factory=list)

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1, ensure_ascii=False).encode()


def write_backup(
    config: Config,
    target: Path,
    *,
    with_files: bool = True,
    with_secrets: bool = False,
    progress: Progress = lambda _: None,
) -> Manifest:
    """Write the archive under a temporary name, then under its own: a broken one never looks whole."""
    if target.is_dir():
        raise Refusal("{path} is a folder: name a file", path=target)
    draft = target.with_name(f".{target.name}.part")
    draft.unlink(missing_ok=True)
    try:
        with open_private(draft) as raw, tarfile.open(fileobj=raw, mode="w|") as archive:
            manifest = _write_database(config, archive, progress)
            if with_files:
                _write_files(config, archive, manifest, progress)
            if with_secrets:
                manifest.secrets = True
                for path in sorted(config.secrets_dir.glob("[!.]*")):
                    archive.add(path, f"secrets/{path.name}", filter=_anonymous)
            # Last, so that an archive that was cut off has none.
            _add_bytes(archive, "manifest.json", manifest.to_json())
            archive.close()
            raw.flush()
            os.fsync(raw.fileno())
        draft.replace(target)
    except FileNotFoundError:
        raise Refusal("the folder {folder} does not exist", folder=target.parent) from None
    except PermissionError as error:
        raise Refusal("{path} cannot be written: {reason}", path=target, reason=error.strerror) from None
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def write_safety_copy(config: Config, occasion: str) -> Path:
    """Save the database before something changes it; only the newest copies are kept."""
    folder = config.data_dir / "dumps"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / f"before-{occasion}-{datetime.now(UTC):%Y%m%d-%H%M%S}.tar"
    write_backup(config, target, with_files=False)
    for old in sorted(folder.glob("before-*.tar"), key=lambda path: path.stat().st_mtime)[:-KEPT_COPIES]:
        old.unlink()
    return target


def expected_bytes(config: Config) -> int:
    """About how much a backup will read, for the progress bar."""
    with psycopg.connect(config.database_url) as connection:
        row = connection.execute("SELECT coalesce(sum(size), 0) FROM base_storedfile").fetchone()
        size = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    # A compressed dump without indexes is about a fifth of the database.
    return int(row[0] if row else 0) + int(size[0] if size else 0) // 5


def _write_database(config: Config, archive: tarfile.TarFile, progress: Progress) -> Manifest:
    with psycopg.connect(config.database_url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        connection.execute("SET LOCAL statement_timeout = 0")
        connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        applied = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY id").fetchall()
        manifest = Manifest(
            format=FORMAT,
            version=__version__,
            taken_at=datetime.now(UTC).isoformat(timespec="seconds"),
            postgres=connection.info.server_version // 10000,
            rows=count_rows(connection),
            migrations=[row[0] for row in applied],
        )
        with dump_stream(config.database_url, f"--snapshot={snapshot[0]}") as dump:
            number = 0
            while part := dump.read(PART_BYTES):
                _add_bytes(archive, f"database/{number:06}", part)
                number += 1
                progress(len(part))
    return manifest


def _write_files(config: Config, archive: tarfile.TarFile, manifest: Manifest, progress: Progress) -> None:
    """Files are named by their content and never change: those of the snapshot stay whole."""
    for path in sorted(config.files_dir.glob("*/*/*")):
        if len(path.name) != SHA256_LENGTH:
            continue
        try:
            archive.add(path, f"files/{path.name}", filter=_anonymous)
        except FileNotFoundError:  # erased meanwhile; the restore tells if the dump still needs it
            continue
        size = path.stat().st_size
        manifest.files += 1
        manifest.file_bytes += size
        progress(size)


def count_rows(connection: psycopg.Connection[tuple[object, ...]]) -> dict[str, int]:
    """Every table of ours with its number of rows."""
    tables = connection.execute(
        "SELECT c.relname FROM pg_class c "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') "
        "AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY 1"
    ).fetchall()
    counted = {}
    for (name,) in tables:
        if name in WITHOUT_CONTENT:
            continue
        row = connection.execute(
            sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", str(name)))
        ).fetchone()
        counted[str(name)] = int(str(row[0])) if row else 0
    return counted


def read_manifest(source: Path) -> Manifest:
    """The manifest of an archive; refuses what is no archive of ours, or one that was cut off."""
    try:
        with tarfile.open(source, "r:") as archive:
            found = archive.extractfile("manifest.json")
            values = json.load(found) if found else {}
    except FileNotFoundError:
        raise Refusal("there is no file {path}", path=source) from None
    except IsADirectoryError:
        raise Refusal("{path} is a folder: name a file", path=source) from None
    except (tarfile.TarError, KeyError, ValueError, EOFError):
        raise Refusal("{path} is no backup of Priyom, or it was cut off", path=source) from None
    if values.get("format") != FORMAT:
        raise Refusal("{path} was written by another Priyom ({version})", path=source, version=values.get("version"))
    return Manifest(**values)


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = len(content), 0o600, int(time.time())
    archive.addfile(entry, io.BytesIO(content))


def _anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry
