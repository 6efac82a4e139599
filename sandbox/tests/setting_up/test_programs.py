"""The machine's browser and database server, or Debian's where they may be installed."""

import dataclasses
import os

import pytest
from makers import put_program

from provision.programs import CHROMIUM, MARIADB, Program
from provision.steps import Failure


def test_the_machines_chromium_is_found_by_any_of_its_names(programs):
	browser = put_program(programs, "google-chrome", "")

	assert CHROMIUM.ensure() == str(browser)


def test_a_chromium_that_is_named_comes_first(programs, tmp_path, monkeypatch):
	put_program(programs, "chromium", "")
	mine = put_program(tmp_path, "mine", "")
	monkeypatch.setenv("SANDBOX_CHROMIUM", str(mine))

	assert CHROMIUM.ensure() == str(mine)


def test_a_named_chromium_that_is_not_there_is_refused(programs, monkeypatch):
	put_program(programs, "chromium", "")
	monkeypatch.setenv("SANDBOX_CHROMIUM", "/nowhere/chromium")

	with pytest.raises(Failure, match="SANDBOX_CHROMIUM names /nowhere/chromium, which can't be run"):
		CHROMIUM.ensure()


@pytest.mark.parametrize(("has_apt", "user"), [(False, 0), (True, 1000)])
def test_without_chromium_and_the_right_to_install_it_the_advice_is_told(
	programs, monkeypatch, has_apt, user
):
	if has_apt:
		put_program(programs, "apt-get", "echo must not be called; exit 1")
	monkeypatch.setattr(os, "geteuid", lambda: user)

	with pytest.raises(
		Failure, match=r"this machine has none\. Install Chromium .*`apt-get install chromium-headless-shell`"
	):
		CHROMIUM.ensure()


def test_root_gets_debians_chromium_when_another_apt_is_done(programs, monkeypatch):
	browser = programs / "chromium-headless-shell"
	install = f'case "$*" in *Lock::Timeout=300*install*chromium-headless-shell) echo > {browser}; /bin/chmod +x {browser};; esac'
	put_program(programs, "apt-get", install)
	monkeypatch.setattr(os, "geteuid", lambda: 0)

	assert CHROMIUM.ensure() == str(browser)


def test_an_installation_of_chromium_that_fails_tells_why(programs, monkeypatch):
	put_program(programs, "apt-get", 'echo "E: no network"; exit 100')
	monkeypatch.setattr(os, "geteuid", lambda: 0)

	with pytest.raises(Failure, match=r"E: no network(?s:.*)apt-get -qq update(?s:.*)or name one in SANDBOX"):
		CHROMIUM.ensure()


@pytest.fixture
def mariadb(programs) -> Program:
	"""MariaDB where servers lie in no folder but that of the programs."""
	return dataclasses.replace(MARIADB, folders=())


def test_a_server_is_found_where_only_roots_path_leads(programs, tmp_path):
	server = put_program(tmp_path, "mariadbd", "")

	assert dataclasses.replace(MARIADB, folders=(str(tmp_path),)).ensure() == str(server)


def test_without_mariadb_and_the_right_to_install_it_the_advice_is_told(mariadb, monkeypatch):
	monkeypatch.setattr(os, "geteuid", lambda: 1000)

	with pytest.raises(Failure) as failure:
		mariadb.ensure()

	assert str(failure.value) == (
		"Sites on MariaDB need MariaDB, and this machine has none. Install MariaDB (Debian: "
		"`apt-get install mariadb-server-core mariadb-client-core`), or name one in SANDBOX_MARIADBD."
	)


def test_root_gets_debians_mariadb(mariadb, programs, monkeypatch):
	server = programs / "mariadbd"
	packages = "mariadb-server-core mariadb-client-core"
	put_program(
		programs, "apt-get", f'case "$*" in *"{packages}") echo > {server}; /bin/chmod +x {server};; esac'
	)
	monkeypatch.setattr(os, "geteuid", lambda: 0)

	assert mariadb.ensure() == str(server)
