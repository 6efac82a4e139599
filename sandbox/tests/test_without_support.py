"""A site that loses ERPNext's module Support, and with it Warranty Claim, and one day has it again."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime import boot, site, testing, without_support

PATIENCE = 1800
STORY = Path(__file__).parent / "without_support" / "story.py"
CLAIM = "Warranty Claim"


@pytest.fixture(scope="module")
def told() -> Iterator[dict]:
	folder = boot.STATE / "sites" / f"without-support-{os.getpid()}"
	try:
		site.copy(testing.ensure_template(), folder)
		names = act(folder, "make")
		yield {
			"before": act(folder, "tell", *names),
			"without": act(folder, "live", *names, without=True),
			"back": act(folder, "tell", *names),
		}
	finally:
		shutil.rmtree(folder, ignore_errors=True)


def act(folder: Path, *arguments: str, without: bool = False):
	environment = {**os.environ, without_support.VARIABLE: "1" if without else ""}
	command = [sys.executable, str(STORY), str(folder), *arguments]
	done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, env=environment)
	assert done.returncode == 0, done.stdout + done.stderr
	return json.loads(done.stdout)


def test_visits_for_claims_open_print_and_go_on_without_claims(told):
	assert told["before"]["claims"] == ["Closed", "Open", "Open"]
	assert told["without"]["claims"] is None
	assert told["without"]["printed"] == [True] * 3
	assert told["without"]["wrong"] == []


def test_what_visits_were_made_for_stays_to_be_read(told):
	for before, without in zip(told["before"]["rows"], told["without"]["rows"], strict=True):
		assert before["prevdoc_doctype"] == without["former_source_doctype"] == CLAIM
		assert before["prevdoc_docname"] == without["former_source"]
		assert without["prevdoc_doctype"] is None


def test_with_support_rows_and_links_come_back_and_claims_follow_what_was_done_meanwhile(told):
	assert told["back"]["rows"] == told["before"]["rows"]
	assert told["back"]["claims"] == ["Open", "Closed", "Open"]


def test_links_of_the_workspace_go_and_come_back(told):
	before = told["before"]["links"]
	# The list and the workspace of claims
	assert (before.count(CLAIM), before.count("Support")) == (2, 1)
	assert told["without"]["links"] == [link for link in before if link not in (CLAIM, "Support")]
	assert told["back"]["links"] == before
