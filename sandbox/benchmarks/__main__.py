"""`python3 sandbox benchmark`: fill a site with visits and time what people ask of them."""

import shutil
import sys

from runtime import boot, site

FOLDER = boot.STATE / "sites" / "benchmark"
MANAGER = "claire.dubois@example.com"


def main(number: int) -> None:
	shutil.rmtree(FOLDER, ignore_errors=True)
	site.create(FOLDER)
	frappe = boot.boot(FOLDER)
	site.connect(frappe)
	with site.quietly(FOLDER):
		fill(frappe, number)
	run(frappe)


def fill(frappe, number: int) -> None:
	from maintenance_visit_app.demo import make_demo_data
	from maintenance_visit_app.tests.random_visits import make_random_visits

	from .many_visits import DAYS

	make_demo_data()
	make_random_visits(number, DAYS)
	frappe.db.commit()


def run(frappe) -> None:
	from . import many_visits, service_report
	from .timing import HEADER, measure

	frappe.set_user(MANAGER)
	print(HEADER)
	for case in many_visits.get_cases():
		print(measure(case), flush=True)
	frappe.set_user("Administrator")
	for line in service_report.measure():
		print(line, flush=True)


if __name__ == "__main__":
	main(int(sys.argv[1]))
