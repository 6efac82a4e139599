"""Taking ERPNext's visits over and handing them back, on a site that has had a thousand of them for years.

`takeover/story.py` acts on that site in a process of its own and tells what it saw; these tests judge it.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from takeover.looks import OF_THE_APP

from runtime import boot, site, testing

PATIENCE = 1800
STORY = Path(__file__).parent / "takeover" / "story.py"
OURS = {"Maintenance Visit": "Maintenance Visits", "Maintenance Visit Purpose": "Maintenance Visits"}
ERPNEXTS = dict.fromkeys(OURS, "Maintenance")
ADMINS_SERIES = ["HOTEL-.YYYY.-.####\nMAT-MVS-.YYYY.-"]
TAKE_FROM_US = """
from pathlib import Path
from runtime import boot, site

frappe = boot.boot(Path({!r}))
site.connect(frappe)
frappe.reload_doc("maintenance", "doctype", "maintenance_visit", force=True)
frappe.db.commit()
"""
# What uninstall gives back; a site that is used changes its defaults besides
GIVEN_BACK = (*OF_THE_APP, "defaults")


@pytest.fixture(scope="module")
def told() -> Iterator[dict]:
	folder = boot.STATE / "sites" / f"takeover-{os.getpid()}"
	try:
		yield json.loads(run(str(STORY), str(folder)).stdout)
	finally:
		shutil.rmtree(folder, ignore_errors=True)
		shutil.rmtree(folder.with_name(f"{folder.name}-apps"), ignore_errors=True)


def run(*arguments: str, status: int = 0) -> subprocess.CompletedProcess:
	done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, timeout=PATIENCE)
	assert done.returncode == status, done.stdout + done.stderr
	return done


def test_every_value_of_every_row_outlives_every_step(told):
	before = told["installations"]["ERPNext alone"]["rows"]

	assert before["Maintenance Visit"]["count"] == before["Maintenance Visit Purpose"]["count"] == 1000
	for chapter in ("installations", "order of apps", "power cuts"):
		for step, looks in told[chapter].items():
			assert looks["rows"] == before, f"{chapter}: {step}"


def test_install_takes_over_and_uninstall_hands_back(told):
	modules = {step: looks["setup"]["modules"] for step, looks in told["installations"].items()}

	assert modules == {
		"ERPNext alone": ERPNEXTS,
		"installed": OURS,
		"migrated": OURS,
		"migrated twice": OURS,
		"uninstalled": ERPNEXTS,
		"installed again": OURS,
	}


def test_second_migrate_changes_nothing(told):
	once, twice = (told["installations"][step]["setup"] for step in ("migrated", "migrated twice"))

	assert twice == once
	assert "Sales Order-maintenance_status" in {field["name"] for field in once["custom fields"]}


def test_uninstall_leaves_erpnext_as_it_was_but_for_our_columns(told):
	before, after = (told["installations"][step]["setup"] for step in ("ERPNext alone", "uninstalled"))

	for kind in GIVEN_BACK:
		assert after[kind] == before[kind], kind
	for doctype, columns in before["columns"].items():
		assert set(columns) < set(after["columns"][doctype])


def test_workspace_and_first_steps_come_and_go_with_the_app(told):
	for step, is_there in (("installed", True), ("migrated twice", True), ("uninstalled", False)):
		desk = told["installations"][step]["setup"]["desk"]
		for doctype in ("Workspace", "Workspace Sidebar", "Desktop Icon", "Dashboard", "Module Onboarding"):
			assert ("Maintenance Visits" in desk[doctype]) is is_there, (step, doctype)
		assert ("Plan a First Visit" in desk["Onboarding Step"]) is is_there, step


def test_installing_again_finds_what_our_columns_said(told):
	assert told["complaints"] == 1000
	assert told["checks"] == ["Maintenance Visit"]
	assert told["modules of our own"] == [["Maintenance Visits", 0]] * 3


def test_installing_again_finds_the_settings(told):
	assert told["settings"] == {"arrival_tolerance": 25, "days_ahead": 9, "hours_step": 0.5}


def test_old_visits_say_at_once_what_follows_from_them(told):
	derived = {step: looks["derived"] for step, looks in told["installations"].items()}
	statuses, before = derived["installed"]["statuses"], derived["ERPNext alone"]
	# ERPNext lets what amends a cancelled visit say that it is cancelled, too
	drafts = before["statuses"]["0 Draft"] + before["statuses"]["0 Cancelled"]

	assert before["without customer name"] > 900
	# All have a technician, and are of former days
	assert {status: count for status, count in statuses.items() if status[0] == "0"} == {"0 Overdue": drafts}
	for step in ("installed", "migrated twice", "installed again"):
		assert derived[step] == {"statuses": statuses, "without customer name": 0}, step
	assert derived["uninstalled"]["statuses"]["0 Draft"] == drafts


def test_frappes_copy_of_the_series_does_not_hide_ours(told):
	for step in ("installed", "migrated", "migrated twice", "uninstalled"):
		assert told["installations"][step]["series"] == [], step


def test_admins_own_series_survives_all(told):
	looks = [told["installations"]["installed again"], *told["order of apps"].values()]
	for each in (*looks, *told["power cuts"].values(), *told["refusal"].values()):
		assert each["series"] == ADMINS_SERIES


def test_migrate_mends_what_another_order_of_apps_did(told):
	synced, migrated = (told["order of apps"][step]["setup"] for step in ("synced", "migrated"))

	assert synced["modules"] == ERPNEXTS
	assert migrated["modules"] == OURS
	for kind in ("fields", "rules"):
		assert migrated[kind] == told["installations"]["migrated"]["setup"][kind], kind


@pytest.mark.parametrize(
	("step", "whole", "modules"),
	[
		("uninstalled after a cut in our hook", "uninstalled", ERPNEXTS),
		("installed after a cut before our hook", "installed again", OURS),
		("uninstalled after a cut behind our hook", "uninstalled", ERPNEXTS),
		("migrated after a cut in our hook", "installed again", OURS),
	],
)
def test_what_was_interrupted_can_be_done_again(told, step, whole, modules):
	mended, setup = told["power cuts"][step]["setup"], told["installations"][whole]["setup"]

	assert mended["modules"] == modules
	for kind in ("fields", "rules", "jobs"):
		assert mended[kind] == setup[kind], kind
	for kind, key in (("custom fields", "name"), ("custom rules", "role"), ("defaults", "defkey")):
		assert names(mended[kind], key) == names(setup[kind], key), kind


def names(records: list[dict], key: str) -> list[str]:
	return sorted(str(record[key]) for record in records)


def test_visits_that_were_there_before_live_on(told):
	lives = told["lives"]

	assert lives["errors"] == []
	assert {"Sales Order", "Maintenance Schedule", "Warranty Claim", None} == set(lives["sources"])
	assert lives["amended"] == 16


def test_naming_goes_on_where_erpnext_stopped(told):
	assert told["lives"]["next name"].endswith(f"-{told['lives']['last number'] + 1:05}")


def test_planned_visit_is_a_draft_that_erpnext_saves(told):
	assert told["our status"] == "Planned"
	assert told["ERPNext's status"] == "Draft"


def test_install_refuses_another_apps_class_and_changes_nothing(told):
	for fragment in ("App hotel_visits", "hotel_visits.visit.HotelVisit", "Uninstall hotel_visits"):
		assert fragment in told["refusal message"]
	assert told["refusal"]["after"] == told["refusal"]["before"]


@pytest.fixture
def doctor(tmp_path) -> Callable:
	"""A function that calls the doctor on a site where ERPNext has got the DocTypes back by a wrong order of apps."""
	folder = tmp_path / "site"
	site.copy(testing.ensure_template(), folder)
	command = ("-m", "runtime", "bench", "--site-dir", str(folder))
	run("-c", TAKE_FROM_US.format(str(folder)))
	return lambda *options, status: run(*command, "maintenance-visit-doctor", *options, status=status).stdout


def test_doctor_at_the_command_line(doctor):
	told = doctor(status=1)
	assert "wrong   Owners" in told
	assert "DocType Maintenance Visit belongs to erpnext, in the module Maintenance." in told
	assert "With --fix this command mends what it can." in told

	assert "mended  Owners" in doctor("--fix", status=0)

	[facts] = json.loads(doctor("--format", "json", status=0))
	assert facts["healthy"] and {check["mark"] for check in facts["checks"]} == {"ok"}


def test_command_on_a_site_that_was_never_made_says_what_to_do(tmp_path):
	done = run("-m", "runtime", "bench", "--site-dir", str(tmp_path), "maintenance-visit-doctor", status=1)

	assert "There is no site" in done.stderr and "python3 sandbox demo" in done.stderr
