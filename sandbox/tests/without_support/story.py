"""Run as `python story.py FOLDER CHAPTER VISIT…`: a chapter of a site that loses the module Support and gets it back.

Each chapter has a process of its own: which modules ERPNext has, a process learns at its start.
`test_without_support.py` asserts about what is told.
"""

import json
import sys
from pathlib import Path

from repairs import background_jobs
from runtime import boot, site

VISIT, ROW = "Maintenance Visit", "Maintenance Visit Purpose"
OF_ROW = ["prevdoc_doctype", "prevdoc_docname", "former_source_doctype", "former_source"]


def make(frappe, names: list[str]) -> list[str]:
	"""Make visits for claims: one submitted, two drafts."""
	from maintenance_visit_app.maintenance_visits.mappers.from_warranty_claim import make_maintenance_visit
	from maintenance_visit_app.tests import before_tests, do_work, make_claim

	before_tests()
	visits = [do_work(make_maintenance_visit(make_claim().name)).insert() for _each in range(3)]
	visits[0].submit()
	return [visit.name for visit in visits]


def live(frappe, names: list[str]) -> dict:
	"""Do with the old visits what people do, on a site without claims."""
	from maintenance_visit_app import doctor
	from maintenance_visit_app.demo import make_demo_data
	from maintenance_visit_app.tests.desk_requests import cancel, load, save

	make_demo_data()
	told = {"wrong": [result.check.name for result in doctor.examine() if result.problems]}
	told |= tell(frappe, names)
	told["printed"] = [
		name in frappe.get_print(VISIT, name, print_format="Service Report")
		for name in names
		if load(VISIT, name)
	]
	submitted, draft, _other = names
	save(save(load(VISIT, draft)), "Submit")
	cancel(load(VISIT, submitted))
	return told


def tell(frappe, names: list[str]) -> dict:
	links = []
	for doctype in ("Workspace Link", "Workspace Sidebar Item"):
		links += frappe.get_all(doctype, {"parent": "Maintenance Visits"}, pluck="link_to", order_by="idx")
	rows = [frappe.db.get_value(ROW, {"parent": name}, OF_ROW, as_dict=True) for name in names]
	return {"links": links, "rows": rows, "claims": get_claims(frappe, rows)}


def get_claims(frappe, rows: list[dict]) -> list[str] | None:
	if not frappe.db.exists("DocType", "Warranty Claim"):
		return None
	return [frappe.db.get_value("Warranty Claim", row.prevdoc_docname, "status") for row in rows]


CHAPTERS = {"make": make, "tell": tell, "live": live}


def main(folder: Path, chapter: str, names: list[str]) -> None:
	site.migrate(folder)
	frappe = boot.boot(folder)
	try:
		with site.quietly(folder):
			told = CHAPTERS[chapter](frappe, names)
		frappe.db.commit()
	finally:
		frappe.destroy()
		background_jobs.stop()
	print(json.dumps(told, default=str))


if __name__ == "__main__":
	main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
