import pytest

from priyom.base.config import ConfigError, load_config, settings_declared, unknown_variables


@pytest.fixture
def written(tmp_path):
    """Write a configuration file and load it, with these variables."""

    def load(text="", **variables):
        (tmp_path / "priyom.toml").write_text(text, encoding="utf-8")
        return load_config({"PRIYOM_DATA_DIR": str(tmp_path), **variables})

    return load


def test_without_a_file_it_is_real_work_on_this_machine(tmp_path):
    config = load_config({"PRIYOM_DATA_DIR": str(tmp_path)})
    assert config.source is None
    assert not config.demo
    assert config.embedded
    assert config.second_factor
    assert config.site_url == "http://localhost:8000"


def test_a_folder_has_one_name_however_it_is_asked_for(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "data")
    plain, roundabout, linked = (
        load_config({"PRIYOM_DATA_DIR": str(asked)})
        for asked in (tmp_path / "data", tmp_path / "data" / ".." / "data", tmp_path / "link")
    )
    assert roundabout.data_dir == linked.data_dir == plain.data_dir
    assert roundabout.database_url == linked.database_url == plain.database_url


def test_a_variable_wins_over_the_file(written):
    config = written('port = 8100\nsite_url = "https://help.example.org/"', PRIYOM_PORT="8200")
    assert config.port == 8200
    assert config.site_url == "https://help.example.org"


def test_the_address_follows_the_port(written):
    assert written(PRIYOM_PORT="8311").site_url == "http://localhost:8311"


def test_a_given_database_is_not_ours(written):
    config = written(DATABASE_URL="postgresql://anna:secret@db.example.org/priyom")
    assert not config.embedded
    assert "secret" not in repr(config)


def test_only_the_demo_answers_to_the_names_of_the_machine(written):
    address = 'site_url = "https://help.example.org"\n'
    assert written(address).allowed_hosts == ["help.example.org"]
    assert "localhost" in written(address + "demo = true").allowed_hosts
    assert not written(address + "demo = true").second_factor


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("prot = 8000", "did you mean port?"),
        ("port = 99999", "from 1 to 65535"),
        ('port = "many"', "whole number"),
        ("demo = 3", "true or false"),
        ("mail_from = 5", "text in quotes"),
        ('smtp_security = "yes"', "starttls, tls, none"),
        ('site_url = "help.example.org"', "must be an address"),
        ('database_url = "mysql"', "DATABASE_URL"),
        ("port = ", "cannot be read"),
    ],
)
def test_a_mistake_is_named_with_what_is_allowed(written, text, sentence, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    with pytest.raises(ConfigError) as refused:
        written(text)
    assert sentence in str(refused.value)


def test_a_file_that_is_named_must_exist(tmp_path):
    with pytest.raises(ConfigError):
        load_config({"PRIYOM_DATA_DIR": str(tmp_path), "PRIYOM_CONFIG": str(tmp_path / "none.toml")})


def test_misspelt_variables_are_found():
    assert unknown_variables({"PRIYOM_PROT": "1", "PRIYOM_PORT": "1", "PRIYOM_SECRET_DRAFTS": "x"}) == ["PRIYOM_PROT"]


def test_every_setting_is_explained():
    assert all(settings_declared().values())


def test_a_secret_is_made_once_and_only_we_can_read_it(written):
    first, again = written(), written()
    assert first.secret_key == again.secret_key != first.secret("drafts")
    assert len(first.secret_key) >= 64
    path = first.secrets_dir / "secret_key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert list(path.parent.glob(".*")) == []
