#!/usr/bin/env python3
"""`table.py RESULTS [README]`: the table of versions, from the lines that prove.py has written; the last of each counts.

With README it stands there between the two marks, in place of the one before.
"""

import json
import re
import sys
from pathlib import Path

MARKS = "<!-- versions -->", "<!-- end of versions -->"
HEAD = (
	"| Frappe, ERPNext | Python | Our tests | ERPNext's, without and with | Install, migrate twice, uninstall, install | On |\n"
	"|---|---|---|---|---|---|\n"
)
NOT_RUN = "not run"
PARTS = ("suite", "tests of erpnext", "cycle")


def read(results: str) -> dict[str, dict]:
	"""Return {major version: what was proved there}; parts that a later line lacks come from those before it."""
	versions = {}
	for line in Path(results).read_text().splitlines():
		told = json.loads(line)
		known = versions.setdefault(told["frappe"].split(".")[0], {"commits": {}})
		known["commits"] |= {part: told["commit"] for part in PARTS if part in told}
		known.update(told)
	return dict(sorted(versions.items()))


def get_row(told: dict) -> str:
	cells = (
		f"{told['frappe']}, {told['erpnext']}",
		told["python"],
		get_counts(told["suite"]) if "suite" in told else NOT_RUN,
		get_erpnexts(told["tests of erpnext"]) if "tests of erpnext" in told else NOT_RUN,
		get_cycle(told["cycle"]) if "cycle" in told else NOT_RUN,
		f"{told['date']}, {', '.join(dict.fromkeys(told['commits'].values()))}",
	)
	return "| " + " | ".join(cells) + " |\n"


def get_counts(tests: dict) -> str:
	told = f"{tests['ran']} ran, {len(tests['failed']) or 'none'} failed"
	skipped, covered = tests.get("skipped"), tests.get("coverage")
	told += f", {skipped} don't apply" if skipped else ""
	return told + (f"; {covered} % of lines" if covered else "")


def get_erpnexts(tests: dict[str, dict]) -> str:
	failed = {kind: set(told["failed"]) for kind, told in tests.items()}
	ours = failed["with"] - failed["without"]
	told = f"{tests['with']['ran']} ran, {len(failed['without'])} and {len(failed['with'])} failed"
	return told + (f"; with the app alone: {', '.join(sorted(ours))}" if ours else "")


def get_cycle(cycle: dict[str, dict]) -> str:
	rows = cycle["before"]["rows"]
	count = sum(table["count"] for table in rows.values())
	changed = {
		doctype for looks in cycle.values() for doctype in rows if looks["rows"][doctype] != rows[doctype]
	}
	if changed:
		return f"changed: {', '.join(sorted(changed))}"
	kept = {
		kind for kind, told in cycle["before"]["setup"].items() if cycle["uninstalled"]["setup"][kind] != told
	}
	left = f"; left behind: {', '.join(sorted(kept))}" if kept else ""
	return f"checksums of {count} rows identical{left}"


def main(results: str, readme: str | None = None) -> None:
	table = HEAD + "".join(map(get_row, read(results).values()))
	if not readme:
		print(table, end="")
		return
	text = Path(readme).read_text()
	pattern = re.compile("(?<={})\n.*(?={})".format(*MARKS), re.DOTALL)
	Path(readme).write_text(pattern.sub(lambda found: "\n\n" + table + "\n", text))


if __name__ == "__main__":
	main(*sys.argv[1:])
