"""The lists of names: read without their own program, kept without a name in clear."""

import pytest

from priyom.privacy.detectors import gazetteer
from priyom.privacy.detectors.gazetteer import FIRST, PATRONYMIC, SURNAME, usualness
from priyom.privacy.detectors.parquet import columns, unpack_snappy


@pytest.fixture(scope="module")
def names():
    return gazetteer.load()


def test_usual_names_are_more_usual_than_rare_ones(names):
    assert usualness(names.about("иванов"), SURNAME) > usualness(names.about("хорева"), SURNAME) > 0
    assert usualness(names.about("мария"), FIRST) > usualness(names.about("снежана"), FIRST) > 0
    assert names.about("иванович") & PATRONYMIC
    assert names.about("регистратура") == 0


def test_the_file_that_is_kept_holds_no_name(names):
    assert b"\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd" not in bytes(names)
    assert len(names) > 400_000


@pytest.mark.parametrize(
    ("packed", "plain"),
    [
        (b"\x05\x10hello", b"hello"),
        (b"\x0a\x04ab\x1e\x02\x00", b"abababababab"[:10]),  # a copy that overlaps itself
        (b"\x00", b""),
    ],
)
def test_a_packed_block_is_unpacked(packed, plain):
    assert unpack_snappy(packed) == plain


def test_a_block_cut_short_is_refused():
    with pytest.raises((ValueError, IndexError)):
        unpack_snappy(b"\x0a\x10hello")


def test_what_is_no_such_file_is_refused(tmp_path):
    path = tmp_path / "names.parquet"
    path.write_bytes(b"a,b\n1,2\n")

    with pytest.raises(ValueError, match="not a Parquet file"):
        next(columns(path, "text"))
