"""The sites of test sessions: copies of a template that is made when it has to be, and gone with their session."""

import fcntl

import pytest

from runtime import testing


@pytest.fixture
def sites(tmp_path, monkeypatch):
	monkeypatch.setattr(testing, "SITES", tmp_path)
	return tmp_path


def test_template_that_was_never_finished_is_made_anew(sites, monkeypatch):
	left = sites / "template-sqlite"
	(left / "db").mkdir(parents=True)
	(left / "db" / "half.db").touch()
	made = []

	def make(folder):
		made.append(folder)
		(folder / "whole").touch()

	monkeypatch.setattr(testing, "make_template", make)

	for _session in range(2):
		assert testing.ensure_template() == left
	assert len(made) == 1
	assert (left / "whole").exists()
	assert not (left / "db").exists()


def test_template_is_made_anew_when_the_app_has_changed(sites, monkeypatch):
	made = []
	monkeypatch.setattr(testing, "make_template", made.append)

	testing.ensure_template()
	monkeypatch.setattr(testing.site, "fingerprint", lambda: "of another version")
	testing.ensure_template()

	assert len(made) == 2


def test_each_database_has_its_own_template(sites, monkeypatch):
	monkeypatch.setattr(testing, "make_template", lambda folder: None)
	monkeypatch.setenv("SANDBOX_DATABASE", "mariadb")

	assert testing.ensure_template().name == "template-mariadb"


def test_site_of_a_killed_session_is_removed_and_that_of_a_living_one_is_not(sites):
	for name in ("test-1", "test-2"):
		(sites / name).mkdir()
	(sites / "test-1" / testing.IN_USE).touch()
	with (sites / "test-2" / testing.IN_USE).open("w") as living:
		fcntl.flock(living, fcntl.LOCK_EX)

		testing.remove_left_sites()

		assert [path.name for path in sites.iterdir()] == ["test-2"]
