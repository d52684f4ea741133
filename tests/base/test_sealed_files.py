"""Files under seal: opened whole or not at all."""

import os
import tempfile
from pathlib import Path

import pytest

from priyom.base.passing_through import Enciphered
from priyom.base.sealed_files import PIECE, read_sealed, write_sealed
from priyom.base.sealing import SealBroken

SIZES = (0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 17)


def content_of(size):
    return os.urandom(min(size, 997)) * (size // 997) + b"x" * (size - min(size, 997) * (size // 997) if size else 0)


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_comes_back_and_nothing_of_it_lies_on_the_disk(tmp_path, size):
    content, path = content_of(size), tmp_path / "sealed"

    assert write_sealed(path, [content[:100], content[100:]], purpose="a") == len(content)

    assert b"".join(read_sealed(path, purpose="a")) == content
    assert size < 40 or content[:40] not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "harm",
    [
        lambda sealed: sealed[: PIECE + 32],  # its last piece is gone
        lambda sealed: sealed[:-1],
        lambda sealed: sealed[:40] + b"\0" + sealed[41:],
        lambda sealed: sealed + sealed[-100:],
        lambda _sealed: b"",
    ],
    ids=["a piece less", "a byte less", "a byte other", "something more", "nothing"],
)
def test_what_was_changed_or_cut_does_not_open(tmp_path, harm):
    path = tmp_path / "sealed"
    write_sealed(path, [content_of(2 * PIECE)], purpose="a")
    path.write_bytes(harm(path.read_bytes()))

    with pytest.raises(SealBroken):
        list(read_sealed(path, purpose="a"))


def test_a_seal_of_another_purpose_does_not_open_and_an_earlier_secret_does(tmp_path, settings):
    path = tmp_path / "sealed"
    write_sealed(path, [b"words"], purpose="a")

    with pytest.raises(SealBroken):
        list(read_sealed(path, purpose="b"))
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 8
    assert list(read_sealed(path, purpose="a")) == [b"words"]


def test_a_large_upload_lies_on_the_disk_enciphered_and_without_a_name():
    content, file = content_of(300_000), Enciphered()
    for place in range(0, len(content), 65_536):
        file.append(content[place : place + 65_536])

    lies = Path(f"/proc/self/fd/{file._file.fileno()}")  # noqa: SLF001
    assert content[:64] not in lies.read_bytes()
    assert not any(
        content[:64] in path.read_bytes() for path in Path(tempfile.gettempdir()).glob("tmp*") if path.is_file()
    )
    for place in (0, 1, 15, 16, 17, 299_990):
        file.seek(place)
        assert file.read(100) == content[place : place + 100]
    file.close()
