#!/usr/bin/env python3
"""Run in a bench's folder: proves the app on that bench, and adds one line of JSON to a file. Only Python's own modules.

`prove.py SITE WITHOUT RESULTS [PART...]`: SITE has ERPNext and the app, WITHOUT has ERPNext alone. The parts:
  suite     the app's own tests, on SITE
  erpnext   ERPNext's tests of what the app touches, on WITHOUT and on SITE: what differs is the app's doing
  cycle     on WITHOUT: a thousand stock visits, install, migrate twice, doctor, uninstall, install

`table.py` makes the table of the README from these lines. With COVERAGE=1 in the environment the suite is measured, too.
Exit status 1 where something isn't as it should be.
"""

import datetime
import json
import os
import re
import subprocess
import sys
from pathlib import Path

APP = "maintenance_visit_app"
# ERPNext's DocTypes that the app touches, a line each; run-tests wants the file's path within the package of an app, whose
# `before_tests` Frappe 15 calls: of one that both sites have
ERPNEXTS = f"erpnext/../../{APP}/.github/helper/erpnexts.txt"
LOOK = Path(__file__).with_name("look.py").resolve()
STEPS = {
	"installed": ("install-app", APP),
	"migrated": ("migrate",),
	"migrated twice": ("migrate",),
	"uninstalled": ("uninstall-app", APP, "--yes", "--no-backup"),
	"installed again": ("install-app", APP),
}
ASKS_THE_DOCTOR = ("migrated twice", "installed again")


def run(*command: str, cwd: str = ".") -> str:
	done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=cwd)
	if done.returncode:
		raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout[-4000:]}")
	return done.stdout


def bench(site: str, *command: str) -> str:
	tell(site, *command)
	return run("bench", "--site", site, *command)


def tell(site: str, *command: str) -> None:
	print(f"{datetime.datetime.now():%H:%M:%S} {site}: {' '.join(command)}", file=sys.stderr, flush=True)


def look(site: str, *what: str) -> dict:
	"""Return what look.py tells of the site: in the bench's Python, since the app isn't there at every step."""
	told = run(str(Path("env/bin/python").absolute()), str(LOOK), site, *what, cwd="sites")
	return json.loads(told.splitlines()[-1])


def run_tests(site: str, *what: str) -> dict:
	"""Return {"ran": n, "failed": [names]}; Frappe 16 runs units and integration tests one after the other."""
	log = Path(f"logs/prove-{what[0].strip('-')}-{site}.log")
	tell(site, "run-tests", *what)
	# Not kept in memory: a run that is broken off has told how far it came
	with log.open("w") as file:
		subprocess.run(("bench", "--site", site, "run-tests", *what), stdout=file, stderr=subprocess.STDOUT)
	told = log.read_text()
	ran = sum(int(count) for count in re.findall(r"^Ran (\d+) tests? in", told, re.MULTILINE))
	failed = sorted(set(re.findall(r"^ *(?:FAIL|ERROR):? +(.+)$", told, re.MULTILINE)))
	if not ran or not re.search(r"^(?:OK|FAILED)", told, re.MULTILINE):
		failed.append("the run itself")
	skipped = sum(int(count) for count in re.findall(r"^(?:OK|FAILED) .*skipped=(\d+)", told, re.MULTILINE))
	return {"ran": ran, "skipped": skipped, "failed": failed}


def prove_suite(site: str, without: str) -> dict:
	if not os.environ.get("COVERAGE"):
		return run_tests(site, "--app", APP)
	told = run_tests(site, "--app", APP, "--coverage")
	rate = re.search(r'line-rate="([\d.]+)"', Path("sites/coverage.xml").read_text())
	return {**told, "coverage": round(100 * float(rate[1]), 1)}


def prove_erpnext(site: str, without: str) -> dict:
	"""In one run a site: a second one on a site would be refused the records that the first has made for ERPNext's tests."""
	bench(without, "set-config", "--parse", "allow_tests", "1")
	sites = {"without": without, "with": site}
	return {kind: run_tests(where, "--doctype-list-path", ERPNEXTS) for kind, where in sites.items()}


def prove_cycle(site: str, without: str) -> dict:
	"""Return {"before": look, step: look, ...}."""
	looks = {"before": look(without, "make")}
	columns = json.dumps(looks["before"].pop("columns"))
	for step, command in STEPS.items():
		bench(without, *command)
		looks[step] = look(without, columns)
		if step in ASKS_THE_DOCTOR:
			looks[step]["doctor"] = ask_doctor(without)
	return looks


def ask_doctor(site: str) -> list[str]:
	"""Return the checks that found something wrong. What ERPNext itself wrote is, here and there: that isn't mended."""
	command = ("bench", "--site", site, "maintenance-visit-doctor")
	tell(*command[2:])
	done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
	wrong = re.findall(r"^wrong +(.+?)  ", done.stdout, re.MULTILINE)
	if not wrong and done.returncode:
		raise SystemExit(f"The doctor ended with {done.returncode}:\n{done.stdout}")
	return wrong


# What each part is called in the line of results, and what proves it
PARTS = {
	"suite": ("suite", prove_suite),
	"erpnext": ("tests of erpnext", prove_erpnext),
	"cycle": ("cycle", prove_cycle),
}


def get_versions() -> dict[str, str]:
	versions = {}
	for app in ("frappe", "erpnext", APP):
		text = Path(f"apps/{app}/{app}/__init__.py").read_text()
		versions[app] = re.search(r"^__version__ = [\"'](.+)[\"']", text, re.MULTILINE)[1]
	versions["commit"] = run("git", "-C", f"apps/{APP}", "rev-parse", "--short", "HEAD").strip()
	versions["python"] = run(
		"env/bin/python", "-c", "import platform; print(platform.python_version())"
	).strip()
	return versions


def is_fine(line: dict) -> bool:
	tests = line.get("tests of erpnext")
	return (
		not line.get("suite", {}).get("failed")
		and (not tests or is_same(tests["without"], tests["with"]))
		and ("cycle" not in line or is_whole(line["cycle"]))
	)


def is_same(without: dict, with_app: dict) -> bool:
	"""Tell whether the app breaks none of ERPNext's tests. What never ran has failed on both sites alike."""
	return with_app["ran"] == without["ran"] > 0 and set(with_app["failed"]) <= set(without["failed"])


def is_whole(cycle: dict[str, dict]) -> bool:
	"""Tell whether every row outlived the cycle, the uninstall left what was before, and nothing piles up."""
	twice, again = cycle["migrated twice"], cycle["installed again"]
	return (
		all(looks["rows"] == cycle["before"]["rows"] for looks in cycle.values())
		and cycle["uninstalled"]["setup"] == cycle["before"]["setup"]
		and cycle["migrated"]["setup"] == twice["setup"]
		and twice["doctor"] == again["doctor"]
	)


def main(site: str, without: str, results: str, *parts: str) -> int:
	line = {"date": f"{datetime.date.today()}", **get_versions()}
	for part in parts or PARTS:
		key, prove = PARTS[part]
		line[key] = prove(site, without)
	with open(results, "a") as file:
		file.write(json.dumps(line, sort_keys=True, ensure_ascii=False) + "\n")
	return 0 if is_fine(line) else 1


if __name__ == "__main__":
	sys.exit(main(*sys.argv[1:]))
