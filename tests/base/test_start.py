import os
import signal
import socket
import time

import psycopg
import pytest

from priyom.base.config import load_config
from priyom.base.postgres import EmbeddedPostgres
from priyom.base.preparation import refuse_careless_production
from priyom.base.wording import Refusal
from tests.base.program import ROOT, Program

REAL = {"PRIYOM_SITE_URL": "https://help.example.org"}


@pytest.fixture(scope="module")
def program():
    """One desk for all plays of this file: a first start takes seconds."""
    program = Program()
    (program.data / "priyom.toml").write_text("demo = true\nworkers = 1\n")
    yield program
    program.clean()


@pytest.fixture
def running_database(program):
    """Spares every command the start of its own server."""
    with EmbeddedPostgres(program.data):
        yield


@pytest.fixture
def serving(program):
    process = program.serve("--empty")
    assert "Priyom is ready" in program.told(), program.told()
    yield process
    process.send_signal(signal.SIGINT)
    process.wait(30)


def until(question, seconds=20):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := question():
            return answer
        time.sleep(0.1)
    return None


def is_replaced(program, part, dead):
    return any(part in command and pid != dead for pid, command in program.processes().items())


def test_from_nothing_to_an_answer_and_back_to_nothing(program):
    process = program.serve("--empty")
    assert f"http://localhost:{program.port}" in program.told()
    assert program.get("/live") == 200
    assert until(lambda: program.get("/ready") == 200), program.told()
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    assert "Everything has ended." in program.told()
    assert program.processes() == {}
    assert program.get("/live") == 0


def test_the_second_start_is_quick(program):
    began = time.monotonic()
    process = program.serve()
    took = time.monotonic() - began
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    assert took < 20, program.told()  # one that prepares again takes longer; how quick it is, bench/ measures
    assert "Preparing" not in program.told()


def test_a_changed_file_of_settings_changes_nothing_until_the_next_start(program, serving):
    settings = program.data / "priyom.toml"
    before = settings.read_text()
    settings.write_text(before + 'intake = "off"\n')
    try:
        pid = next(pid for pid, command in program.processes().items() if "priyom receiver" in command)
        os.kill(pid, signal.SIGKILL)
        assert until(lambda: listens(program.letters_port) and is_replaced(program, "priyom receiver", pid))
    finally:
        settings.write_text(before)
    assert "switched off" not in program.told()


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_a_killed_child_is_replaced(program, serving):
    for part in ("priyom web", "priyom worker"):
        pid = next(pid for pid, command in program.processes().items() if part in command)
        os.kill(pid, signal.SIGKILL)
        assert until(lambda dead=pid, part=part: is_replaced(program, part, dead))
    assert until(lambda: program.get("/live") == 200), program.told()


def test_nothing_survives_a_supervisor_that_was_killed_but_the_database(program):
    process = program.serve()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert until(lambda: not any("postgres" not in command for command in program.processes().values()))
    again = program.serve()
    assert "Priyom is ready" in program.told()
    again.send_signal(signal.SIGTERM)
    assert again.wait(30) == 0
    assert program.processes() == {}


def test_what_cannot_be_loaded_is_said_before_anything_serves(program):
    (program.data / "broken").mkdir()
    (program.data / "broken" / "granian.py").write_text("raise ImportError('torn')")
    process = program.serve(PYTHONPATH=f"{program.data / 'broken'}:{ROOT}")
    assert process.wait(30) == 1
    assert "ImportError: torn" in program.told()
    assert program.told().endswith("priyom: Priyom could not be loaded; the messages about it stand above\n")
    assert program.processes() == {}


def test_a_second_supervisor_is_refused(program, serving):
    refused = program.run("serve")
    assert refused.returncode == 1
    assert "already works in" in refused.stderr
    assert program.get("/live") == 200


def test_an_upgrade_beside_a_running_desk_is_refused(program, serving):
    refused = program.run("upgrade")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "stop it first" in refused.stderr


def test_a_busy_port_is_said_with_a_free_one(program):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        refused = program.run("serve", "--port", str(other.getsockname()[1]))
    assert refused.returncode == 1
    assert "is busy" in refused.stderr
    assert "--port" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_refusal_is_russian_on_a_russian_terminal(program):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        refused = program.run("serve", "--port", str(other.getsockname()[1]), LANG="ru_RU.UTF-8", LC_ALL="ru_RU.UTF-8")
    assert "занят другой программой" in refused.stderr


def test_a_database_newer_than_the_program_is_refused(program):
    with EmbeddedPostgres(program.data) as server:
        with psycopg.connect(server.url) as connection:
            connection.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES ('desk', '9999_later', now())"
            )
        process = program.serve()
        assert process.wait(60) == 1
        assert "newer than this Priyom" in program.told()
        assert "desk.9999_later" in program.told()
        with psycopg.connect(server.url) as connection:
            connection.execute("DELETE FROM django_migrations WHERE name = '9999_later'")


def test_an_older_database_is_dumped_and_brought_up(program):
    with EmbeddedPostgres(program.data):
        assert program.run("user", "create", "first", "--role", "administrator").returncode == 0
        assert program.manage("migrate", "mfa", "0002").returncode == 0
        upgraded = program.run("upgrade")
    assert upgraded.returncode == 0, upgraded.stderr
    assert "Dumping the database" in upgraded.stdout
    assert len(list((program.data / "dumps").glob("before-upgrade-*.tar"))) == 1


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({}, "set site_url"),
        ({"PRIYOM_SITE_URL": "http://help.example.org"}, "passwords would travel readable"),
        (
            {**REAL, "PRIYOM_SECRET_SECRET_KEY": "change-me"},
            "too short",
        ),
        ({**REAL, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "check DATABASE_URL"),
    ],
)
def test_careless_real_work_is_refused(program, variables, sentence):
    refused = program.run("serve", PRIYOM_DEMO="false", **variables)
    assert refused.returncode == 1
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_folder_that_has_lost_its_settings_is_said_to_have(tmp_path):
    (tmp_path / "postgres").mkdir()
    with pytest.raises(Refusal, match=r"holds a database but no priyom\.toml"):
        refuse_careless_production(load_config({"PRIYOM_DATA_DIR": str(tmp_path)}))


def test_real_work_is_refused_beside_demo_accounts(program):
    with EmbeddedPostgres(program.data) as server:
        with psycopg.connect(server.url) as connection:
            connection.execute("UPDATE people_user SET is_demo = true WHERE login = 'first'")
        refused = program.run("serve", PRIYOM_DEMO="false", **REAL)
        with psycopg.connect(server.url) as connection:
            connection.execute("UPDATE people_user SET is_demo = false")
    assert refused.returncode == 1
    assert "demo accounts" in refused.stderr


def test_a_demo_is_refused_in_real_work(program):
    refused = program.run("demo", PRIYOM_DEMO="false", **REAL)
    assert refused.returncode == 1
    assert "demo = true" in refused.stderr


def test_the_doctor_finds_nothing_on_a_sound_desk_and_names_what_is_misspelt(program):
    sound = program.run("doctor")
    assert sound.returncode == 0, sound.stdout
    sick = program.run("doctor", PRIYOM_PROT="80")
    assert sick.returncode == 1
    assert "PRIYOM_PROT" in sick.stdout


def test_the_doctor_finds_a_sound_desk_fit_for_real_work(program):
    fit = program.run(
        "doctor",
        PRIYOM_DEMO="false",
        PRIYOM_SITE_URL="https://help.example.org",
        PRIYOM_SMTP_HOST="mail.example.org",
    )
    complaints = [line for line in fit.stdout.splitlines() if line.startswith("✗") and "runs as root" not in line]
    assert complaints == []


def test_a_person_gets_an_account_and_a_program_a_key(program, running_database):
    about = ("--role", "administrator", "--organisation", "vendor", "--password-stdin")
    made = program.run("user", "create", "Vera", *about, text="correct-horse-battery\n")
    assert made.returncode == 0, made.stderr
    assert "vera" in program.run("user", "list").stdout
    key = program.run("apikey", "create", "--user", "vera", "--scope", "tickets:read", "--scope", "tickets:write")
    assert key.stdout.startswith("priyom_")
    assert key.stdout.count("\n") == 1
    prefix = key.stdout.split("_")[1]
    assert prefix in program.run("apikey", "list").stdout
    assert program.run("apikey", "revoke", prefix).returncode == 0
    assert prefix not in program.run("apikey", "list").stdout
    assert program.run("user", "disable", "vera").returncode == 0
    short = program.run("user", "create", "nobody", "--organisation", "vendor", "--password-stdin", text="123\n")
    assert (short.returncode, short.stderr.count("\n")) == (1, 1)
