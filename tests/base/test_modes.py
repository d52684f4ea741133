"""What other accounts of the machine may read of a desk: nothing that people wrote, and no password."""

import stat
import subprocess
import sys

import pytest
from django.core.mail import send_mail

from priyom.base.config import load_config
from priyom.base.modes import tighten, too_open
from priyom.base.preparation import write_first_configuration


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def desk(tmp_path):
    """A data folder as an older version, or a careless hand, has left it."""
    for folder in ("", "outbox", "secrets"):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder).chmod(0o755)
    (tmp_path / "priyom.toml").write_text('demo = true\nsmtp_password = "тайна"\n')
    (tmp_path / "priyom.toml").chmod(0o644)
    return load_config({"PRIYOM_DATA_DIR": str(tmp_path)})


def test_what_others_could_read_is_named_and_closed(desk):
    assert {path.name: f"{wanted:o}" for path, wanted in too_open(desk)} == {
        desk.data_dir.name: "711", "outbox": "700", "secrets": "700", "priyom.toml": "640",
    }  # fmt: skip
    tighten(desk)
    assert list(too_open(desk)) == []
    assert [mode(desk.data_dir), mode(desk.outbox_dir), mode(desk.source)] == [0o711, 0o700, 0o640]


def test_a_configuration_without_passwords_may_be_read(desk):
    desk.source.write_text('site_url = "https://help.example.org"\n')
    assert "priyom.toml" not in {path.name for path, _wanted in too_open(desk)}


@pytest.mark.django_db
def test_a_letter_that_stays_here_is_its_owners_alone(tmp_path, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "priyom.base.outbox.PrivateOutbox", str(tmp_path / "outbox")
    send_mail("Решено", "Картридж заменили", "support@help.example", ["zoya@clinic.example"])
    (letter,) = (tmp_path / "outbox").iterdir()
    assert (mode(tmp_path / "outbox"), mode(letter)) == (0o700, 0o600)
    assert b"To: zoya@clinic.example" in letter.read_bytes()


def test_the_first_configuration_is_its_owners_alone(tmp_path):
    write_first_configuration(tmp_path / "data")
    assert mode(tmp_path / "data/priyom.toml") == 0o600


def test_no_process_leaves_its_memory_behind_when_it_crashes():
    asked = (
        "import resource, runpy, sys; hard = resource.getrlimit(resource.RLIMIT_CORE)[1];"
        "resource.setrlimit(resource.RLIMIT_CORE, (hard, hard)); sys.argv = ['priyom', 'doctor', '--help']\n"
        "try: runpy.run_module('priyom', run_name='__main__')\n"
        "except SystemExit: print(resource.getrlimit(resource.RLIMIT_CORE)[0], hard)"
    )
    ended = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)  # noqa: S603
    left, hard = ended.stdout.split("\n")[-2].split()

    assert left == "0"
    if hard == "0":
        pytest.skip("this machine allows no dumps at all, so nothing was forbidden")
