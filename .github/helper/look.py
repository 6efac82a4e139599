"""Run in the sites folder by a bench's Python: `look.py SITE make` makes a thousand stock visits, and both that and
`look.py SITE COLUMNS` tell, as JSON on the last line, how the site looks: see `sandbox/tests/takeover/looks.py`."""

import json
import sys
from pathlib import Path

import frappe

REPOSITORY = Path("../apps/maintenance_visit_app").resolve()
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "sandbox" / "tests" / "takeover")]


def make_visits() -> None:
	import stock_visits

	from maintenance_visit_app.tests.bare_site import complete_setup

	complete_setup()
	stock_visits.make()


def main(site: str, what: str) -> None:
	frappe.init(site)
	frappe.connect()
	frappe.set_user("Administrator")
	import looks

	told = {}
	if what == "make":
		make_visits()
		told["columns"] = looks.get_columns()
	setup = looks.get_setup()
	told["rows"] = looks.get_rows(told.get("columns") or json.loads(what))
	told["setup"] = {kind: looks.get_checksum(setup[kind]) for kind in looks.OF_THE_APP}
	told["statuses"] = looks.get_derived()["statuses"]
	frappe.destroy()
	print(json.dumps(told, default=str))


if __name__ == "__main__":
	main(*sys.argv[1:])
