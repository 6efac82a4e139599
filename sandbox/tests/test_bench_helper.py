"""The README's table of versions, made of what `.github/helper/prove.py` has written on benches."""

import ast
import json
import re
import runpy
import subprocess
import sys
from pathlib import Path

from runtime import boot

HELPER = boot.REPOSITORY / ".github" / "helper"
ROWS = {"Maintenance Visit": {"count": 1000, "checksum": "a"}}
ALONE, OURS = {"rows": ROWS, "setup": {"fields": "f"}}, {"rows": ROWS, "setup": {"fields": "g"}}
CYCLE = {"before": ALONE, "installed": OURS, "migrated": OURS, "migrated twice": OURS, "uninstalled": ALONE}
LINE = {
	"date": "2026-03-02",
	"frappe": "16.9.0",
	"erpnext": "16.9.1",
	"commit": "abc1234",
	"python": "3.14.10",
	"suite": {"ran": 900, "skipped": 2, "failed": [], "coverage": 95.1},
}


def make_table(folder: Path, *lines: dict) -> str:
	results = folder / "results.jsonl"
	results.write_text("".join(json.dumps(line) + "\n" for line in lines))
	command = [sys.executable, str(HELPER / "table.py"), str(results)]
	return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_versions_stand_in_their_order_with_what_was_proved_and_what_was_not(tmp_path):
	tests = {kind: {"ran": 9, "failed": ["test_theirs"]} for kind in ("without", "with")}
	table = make_table(
		tmp_path,
		{**LINE, "tests of erpnext": tests, "cycle": CYCLE},
		{**LINE, "frappe": "15.105.0", "suite": {"ran": 880, "failed": ["test_x"]}},
	)
	older, newer = table.splitlines()[2:]

	assert older.startswith("| 15.105.0, 16.9.1 | 3.14.10 | 880 ran, 1 failed | not run | not run |")
	assert "900 ran, none failed, 2 don't apply; 95.1 % of lines" in newer
	assert "9 ran, 1 and 1 failed |" in newer
	assert "checksums of 1000 rows identical | 2026-03-02, abc1234 |" in newer


def test_what_was_proved_at_another_commit_says_so(tmp_path):
	bare = {key: value for key, value in LINE.items() if key != "suite"}
	table = make_table(
		tmp_path,
		{**LINE, "commit": "forgotten"},
		{**bare, "commit": "def5678", "cycle": CYCLE},
		LINE,
	)

	assert "| 2026-03-02, abc1234, def5678 |" in table


def test_what_fails_with_the_app_alone_and_what_a_cycle_changes_is_named(tmp_path):
	tests = {"without": {"ran": 9, "failed": []}, "with": {"ran": 9, "failed": ["test_ours"]}}
	changed = {
		**CYCLE,
		"uninstalled": {**ALONE, "rows": {"Maintenance Visit": {"count": 999, "checksum": "b"}}},
	}
	table = make_table(tmp_path, {**LINE, "tests of erpnext": tests, "cycle": changed})

	assert "; with the app alone: test_ours |" in table
	assert "| changed: Maintenance Visit |" in table


def test_what_is_left_behind_is_named(tmp_path):
	left = {**CYCLE, "uninstalled": OURS}

	assert "identical; left behind: fields |" in make_table(tmp_path, {**LINE, "cycle": left})


def test_what_set_config_is_told_to_parse_is_what_python_reads():
	"""JSON's true isn't: `bench` ends there, and with it what makes the bench and what proves the app."""
	for script in ("install.sh", "prove.py"):
		told = re.sub('[",]', " ", (HELPER / script).read_text())
		values = re.findall(r"--parse +\w+ +(\w+)", told)

		assert values
		assert all(isinstance(ast.literal_eval(value), int) for value in values), script


def test_tests_that_ran_on_neither_site_prove_nothing():
	prove = runpy.run_path(str(HELPER / "prove.py"))
	failed = {kind: {"ran": 0, "failed": ["the run itself"]} for kind in ("without", "with")}
	theirs = {kind: {"ran": 9, "failed": ["test_theirs"]} for kind in failed}

	assert prove["is_fine"]({**LINE, "tests of erpnext": theirs})
	assert not prove["is_fine"]({**LINE, "tests of erpnext": failed})
	assert not prove["is_fine"]({**LINE, "tests of erpnext": {**theirs, "with": {"ran": 8, "failed": []}}})
