"""Who on this machine may read what: people's letters, the configuration with its passwords, the data folder itself."""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

from priyom.base.config import Config

OTHERS_LIST = stat.S_IRGRP | stat.S_IWGRP | stat.S_IROTH | stat.S_IWOTH
EVERYBODY_ELSE = stat.S_IRWXG | stat.S_IRWXO
OTHERS = stat.S_IRWXO


def too_open(config: Config) -> Iterator[tuple[Path, int]]:
    """Yield what others may read and should not, with the mode that it should have."""
    # The database's own account must get through the data folder, so others may enter it, but not look around.
    wanted = [(config.data_dir, OTHERS_LIST), (config.outbox_dir, EVERYBODY_ELSE), (config.secrets_dir, EVERYBODY_ELSE)]
    if config.source is not None and holds_secrets(config.source):
        wanted.append((config.source, OTHERS))  # a group of its own may read it: that is how services are set up
    for path, forbidden in wanted:
        with suppress(OSError):
            mode = stat.S_IMODE(path.stat().st_mode)
            if mode & forbidden:
                yield path, mode & ~forbidden


def tighten(config: Config) -> None:
    """Close what is ours to close; the rest is the doctor's to say."""
    for path, mode in too_open(config):
        with suppress(OSError):
            if path.stat().st_uid == os.geteuid():
                path.chmod(mode)


def holds_secrets(path: Path) -> bool:
    """Whether the configuration file sets a password, or an address that may hold one."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return any(values.get(each.name) for each in fields(Config) if not each.repr)
