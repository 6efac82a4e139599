"""The machine's browser, or Debian's where it may be installed."""

import os

import pytest
from makers import put_program

from provision import chromium
from provision.steps import Failure


def test_the_machines_chromium_is_found_by_any_of_its_names(programs):
	browser = put_program(programs, "google-chrome", "")

	assert chromium.ensure_chromium() == str(browser)


def test_a_chromium_that_is_named_comes_first(programs, tmp_path, monkeypatch):
	put_program(programs, "chromium", "")
	mine = put_program(tmp_path, "mine", "")
	monkeypatch.setenv("SANDBOX_CHROMIUM", str(mine))

	assert chromium.ensure_chromium() == str(mine)


def test_a_named_chromium_that_is_not_there_is_refused(programs, monkeypatch):
	put_program(programs, "chromium", "")
	monkeypatch.setenv("SANDBOX_CHROMIUM", "/nowhere/chromium")

	with pytest.raises(Failure, match="SANDBOX_CHROMIUM names /nowhere/chromium, which can't be run"):
		chromium.ensure_chromium()


@pytest.mark.parametrize(("has_apt", "user"), [(False, 0), (True, 1000)])
def test_without_chromium_and_the_right_to_install_it_the_advice_is_told(
	programs, monkeypatch, has_apt, user
):
	if has_apt:
		put_program(programs, "apt-get", "echo must not be called; exit 1")
	monkeypatch.setattr(os, "geteuid", lambda: user)

	with pytest.raises(
		Failure, match=r"this machine has none\. Install Chromium .*`apt-get install chromium`"
	):
		chromium.ensure_chromium()


def test_root_gets_debians_chromium(programs, monkeypatch):
	browser = programs / "chromium"
	install = f'case "$*" in *install*chromium) echo > {browser}; /bin/chmod +x {browser};; esac'
	put_program(programs, "apt-get", install)
	monkeypatch.setattr(os, "geteuid", lambda: 0)

	assert chromium.ensure_chromium() == str(browser)


def test_an_installation_of_chromium_that_fails_tells_why(programs, monkeypatch):
	put_program(programs, "apt-get", 'echo "E: no network"; exit 100')
	monkeypatch.setattr(os, "geteuid", lambda: 0)

	with pytest.raises(Failure, match=r"E: no network(?s:.*)apt-get -qq update(?s:.*)or name one in SANDBOX"):
		chromium.ensure_chromium()
