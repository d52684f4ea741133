"""Letters under seal are looked through within a time, whatever is in them."""

from priyom.channels.mail import searching


def test_letters_that_take_their_reader_along_do_not_make_the_search_endless(tmp_path, monkeypatch):
    begun, child = tmp_path / "begun", tmp_path / "child.py"
    begun.touch()
    child.write_text(f"import time; open({str(begun)!r}, 'a').write('.'); time.sleep(0.3); raise SystemExit(1)")
    monkeypatch.setattr(searching, "CHILD", child)
    monkeypatch.setattr(searching, "SECONDS", 0.2)

    found = list(searching.search_letters([b"a", b"b", b"c"], ["x"], without_walls=True))

    assert found == [None] * 3
    assert len(begun.read_text()) <= 1, "each by itself only while there is time"
