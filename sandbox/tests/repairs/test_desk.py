"""desk_images, desk_templates, desk_times and outgoing_calls: Desk names what is there, and the sandbox talks to nobody."""

import re
import socket
from pathlib import Path

import frappe
import pytest

FRAMEWORK = Path(frappe.__file__).parent
BUILT = Path(frappe.local.app_path) / "assets" / "frappe" / "dist" / "js"


def test_the_logo_of_hooks_is_a_file():
	[address] = frappe.get_hooks("app_logo_url", app_name="frappe")

	assert (FRAMEWORK / "public" / address.removeprefix("/assets/frappe/")).is_file()


def test_times_hide_the_slider_for_seconds_only_where_there_is_one():
	[built] = BUILT.glob("controls.bundle.*.js")
	hiding = re.findall(r"timeFormat\.indexOf\(\"s\"\) ?== ?-1([^)]*)", built.read_text())

	assert len(hiding) == 2, hiding
	assert all("timepicker.$seconds" in condition for condition in hiding)


def test_loops_of_templates_count_in_names_that_are_no_words():
	built = "".join(bundle.read_text() for bundle in BUILT.glob("desk.bundle.*.js"))
	[lengths] = re.findall(
		r"get_random\((\d+)\).{0,80}?get_random\((\d+)\).{0,200}?\._index", built, re.DOTALL
	)

	assert lengths == ("8", "8")


@pytest.fixture
def no_network(monkeypatch):
	"""Fail at the first attempt to reach another machine."""

	def refuse(*address, **options):
		raise AssertionError(f"calls out to {address}")

	monkeypatch.setattr(socket, "getaddrinfo", refuse)
	monkeypatch.setattr(socket.socket, "connect", refuse)


def test_a_users_picture_is_not_looked_for_elsewhere(no_network):
	assert frappe.utils.has_gravatar("xenia@example.com") == ""

	user = frappe.get_doc(doctype="User", email="xenia@example.com", first_name="Xenia", send_welcome_email=0)

	assert not user.insert().user_image


def test_no_scheduled_job_asks_for_news_or_versions():
	jobs = [job for jobs in frappe.get_hooks("scheduler_events").values() for job in jobs]

	assert jobs
	assert not [job for job in jobs if "change_log" in job or "changelog" in job]
