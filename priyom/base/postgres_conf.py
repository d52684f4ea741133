"""How the own PostgreSQL is set up: sized to the machine, quiet about people, safe against power cuts."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

MEGABYTE = 1024 * 1024
CALM_SHARED_MEMORY = 256 * MEGABYTE

HBA = """\
# Written by Priyom at every start. Only the socket, and there only the accounts that pg_ident.conf names.
local  all  all  peer  map=priyom
"""

ENTRY = """\
# Priyom writes priyom.conf at every start; your own settings belong into local.conf, which wins.
include 'priyom.conf'
include 'local.conf'
"""

LOCAL = "# Your own settings of PostgreSQL; they win over those in priyom.conf.\n"


def ident(accounts: set[str]) -> str:
    """Which system accounts may act as which role."""
    lines = [f'priyom  "{name}"  {role}' for name in sorted(accounts) for role in ("priyom", "postgres")]
    return "\n".join(("# Written by Priyom at every start.", *lines, ""))


def settings(socket: Path, *, durable: bool) -> str:
    """The text of priyom.conf."""
    memory = _memory()
    shared = min(max(memory // 8, 128 * MEGABYTE), 2048 * MEGABYTE)
    lines = {
        "listen_addresses": "",
        "unix_socket_directories": str(socket),
        "unix_socket_permissions": "0700",
        "max_connections": "60",
        "shared_buffers": _mb(shared),
        "effective_cache_size": _mb(memory // 2),
        "work_mem": "16MB",
        "hash_mem_multiplier": "2.0",
        "maintenance_work_mem": _mb(min(max(memory // 32, 64 * MEGABYTE), 512 * MEGABYTE)),
        "dynamic_shared_memory_type": _shared_memory(),
        "max_worker_processes": "8",
        "max_parallel_workers_per_gather": "1",
        "jit": "off",  # short queries: compiling costs more than it saves
        "random_page_cost": "1.1",  # solid state disks
        "effective_io_concurrency": "64",
        # Only pglz is built in: after a checkpoint it cost a sweep over 60,000 clocks 3 s of 5, for half of the log.
        "wal_compression": "off",
        "max_wal_size": "2GB",
        "min_wal_size": "80MB",
        "checkpoint_timeout": "15min",
        "autovacuum_vacuum_scale_factor": "0.05",
        "autovacuum_analyze_scale_factor": "0.02",
        "idle_in_transaction_session_timeout": "10min",
        "client_connection_check_interval": "5s",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        "logging_collector": "on" if durable else "off",
        "log_directory": "log",
        "log_filename": "postgresql-%a.log",
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
        "log_checkpoints": "off",
        "log_lock_waits": "on",
        # PRIVACY: neither statements nor the rows a constraint complains of may reach the log.
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
    }
    if not durable:  # a test's database: gone after the run anyway
        lines |= {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "wal_level": "minimal",
            "max_wal_senders": "0",
            "autovacuum": "off",
            "shared_buffers": "128MB",
        }
    return "".join(f"{name} = '{value}'\n" for name, value in lines.items())


def _mb(size: int) -> str:
    return f"{size // MEGABYTE}MB"


def _memory() -> int:
    """The memory we may use: the machine's, or the container's share of it."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        limit = Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii").strip()
    except OSError:
        return machine
    return min(machine, int(limit)) if limit.isdigit() else machine


def _shared_memory() -> str:
    """Containers often have a tiny /dev/shm, in which a parallel query runs out of space."""
    try:
        return "posix" if shutil.disk_usage("/dev/shm").total >= CALM_SHARED_MEMORY else "mmap"  # noqa: S108
    except OSError:
        return "mmap"
