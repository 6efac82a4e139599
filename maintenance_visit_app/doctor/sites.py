"""The doctor's round: one site after the other, each in a connection and a transaction of its own."""

import contextlib
import json
import sys

import frappe

from maintenance_visit_app.doctor import examine, report
from maintenance_visit_app.doctor.check import Result
from maintenance_visit_app.setup.ownership import APP

# None stands for a site without the app.
Examined = dict[str, list[Result] | None]


def examine_sites(sites: list[str], fix: bool) -> Examined:
	"""Return {site: results}. What Frappe says while it mends goes to stderr: it is no part of the report."""
	with contextlib.redirect_stdout(sys.stderr):
		return {site: examine_site(site, fix) for site in sites}


def examine_site(site: str, fix: bool) -> list[Result] | None:
	frappe.init(site)
	try:
		frappe.connect()
		if APP not in frappe.get_installed_apps():
			return None
		results = examine(fix)
		if fix:
			frappe.db.commit()  # nosemgrep: a command is its own transaction
		return results
	finally:
		frappe.destroy()


def are_healthy(examined: Examined) -> bool:
	"""Sites without the app count only where no other was examined: `--site all` meets many of them."""
	results = [result for result in examined.values() if result is not None]
	return bool(results) and all(map(report.is_healthy, results))


def get_text(examined: Examined, fix: bool) -> str:
	return "\n\n".join(get_text_of_site(site, results, fix) for site, results in examined.items())


def get_text_of_site(site: str, results: list[Result] | None, fix: bool) -> str:
	if results is None:
		return f"{site}: {APP} is not installed. Install it: bench --site {site} install-app {APP}"
	return report.get_text(site, results, fix)


def get_json(examined: Examined) -> str:
	"""Return a list with one object for each site that has the app."""
	facts = [report.get_facts(site, results) for site, results in examined.items() if results is not None]
	return json.dumps(facts, indent=1)
