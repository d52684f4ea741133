"""Walls around a child process that opens what strangers sent: limits, no privileges, no network, no other program.

Called by the child itself, before it looks at a single octet. Knows only the standard library, so that a child starts
quickly and brings nothing along that could be turned against it.
"""

import ctypes
import os
import platform
import resource
import struct
from dataclasses import dataclass

NO_WALLS = 3  # exit status: no way was found to keep the network out, and nobody allowed to go on without
OUT_OF_MEMORY = 4
NOBODY = 65534
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
# By architecture: its audit number, then socket, connect, execve, execveat, ptrace.
FORBIDDEN_CALLS = {
    "x86_64": (0xC000003E, (41, 42, 59, 322, 101)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281, 117)),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What the child may use up."""

    memory: int
    cpu_seconds: int
    file_size: int = 0  # of files in memory only: above 0 the kernel must agree to forbid writing to disks


def stand_behind_walls(limits: Limits, *, unwalled_is_fine: bool = False) -> bool:
    """Raise the walls around this process for good; return False when the network could not be kept out."""
    libc = ctypes.CDLL(None, use_errno=True)
    _limit(limits)
    drop_privileges()
    apart = libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0
    filtered = forbid_calls(libc)
    read_only = limits.file_size == 0 or forbid_writing(libc)
    return ((apart or filtered) and read_only) or unwalled_is_fine


def _limit(limits: Limits) -> None:
    for what, most in (
        (resource.RLIMIT_AS, limits.memory), (resource.RLIMIT_DATA, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds), (resource.RLIMIT_FSIZE, limits.file_size),
        (resource.RLIMIT_NOFILE, 32), (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        resource.setrlimit(what, (most, most))


def drop_privileges() -> None:
    """Become nobody when started as root."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)


def forbid_writing(libc: ctypes.CDLL) -> bool:
    """Let the kernel refuse to write, make or remove any file that has a path (Landlock); return its answer."""
    create_ruleset, restrict_self, version, truncating = 444, 446, 1, 3
    newest = libc.syscall(create_ruleset, None, ctypes.c_size_t(0), version)
    if newest < 1:
        return False
    # Write, remove a folder, remove a file, and the seven ways to make something; truncate where the kernel knows it.
    refused = ctypes.c_uint64(1 << 1 | 0b1_1111_1111 << 4 | (1 << 14 if newest >= truncating else 0))
    rules = libc.syscall(create_ruleset, ctypes.byref(refused), ctypes.c_size_t(8), 0)
    if rules < 0 or libc.prctl(38, 1, 0, 0, 0) != 0:
        return False
    held = libc.syscall(restrict_self, rules, 0) == 0
    os.close(rules)
    return held


def forbid_calls(libc: ctypes.CDLL) -> bool:
    """Let the kernel refuse sockets and other programs; return whether it agreed."""
    known = FORBIDDEN_CALLS.get(platform.machine())
    if known is None:
        return False
    architecture, calls = known
    rules = [(0x20, 0, 0, 4), (0x15, 1, 0, architecture), (0x06, 0, 0, 0x00050001), (0x20, 0, 0, 0)]
    for place, call in enumerate(calls):
        rules.append((0x15, len(calls) - place, 0, call))  # equal: jump to the refusal behind the permission
    rules += [(0x06, 0, 0, 0x7FFF0000), (0x06, 0, 0, 0x00050001)]  # allow; or answer «not permitted»
    code = b"".join(struct.pack("HBBI", *rule) for rule in rules)
    held = ctypes.create_string_buffer(code, len(code))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("rules", ctypes.c_void_p))

    program = Program(len(rules), ctypes.cast(held, ctypes.c_void_p))
    no_new_privileges, seccomp, filtered = 38, 22, 2
    if libc.prctl(no_new_privileges, 1, 0, 0, 0) != 0:
        return False
    return libc.prctl(seccomp, filtered, ctypes.byref(program), 0, 0) == 0
