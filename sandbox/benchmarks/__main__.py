"""`python3 sandbox benchmark`: fill a site with visits and time what people ask of them."""

import os
import shutil
import sys

from runtime import boot, databases, site

FOLDER = boot.STATE / "sites" / f"benchmark-{databases.chosen().NAME}"
MANAGER = "claire.dubois@example.com"


def main(number: int) -> None:
	os.environ.setdefault("SANDBOX_MARIADB_OPTIONS", f"--innodb-buffer-pool-size={get_memory() // 4}")
	shutil.rmtree(FOLDER, ignore_errors=True)
	site.create(FOLDER)
	frappe = boot.boot(FOLDER)
	site.connect(frappe)
	with site.quietly(FOLDER):
		fill(frappe, number)
	print(f"{number:,} visits on {frappe.db.db_type}")
	run(frappe)


def get_memory() -> int:
	"""Return the machine's memory in bytes: on a bench's machine the database has its share of it."""
	return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def fill(frappe, number: int) -> None:
	from maintenance_visit_app.demo import make_demo_data

	from .filling import make_many_visits
	from .many_visits import DAYS

	make_demo_data()
	make_many_visits(number, DAYS)
	frappe.db.commit()


def run(frappe) -> None:
	from . import many_visits, planning, programs, service_report, visit_costs
	from .timing import HEADER, measure

	frappe.set_user(MANAGER)
	print(HEADER)
	for case in many_visits.get_cases():
		print(measure(case), flush=True)
	frappe.set_user("Administrator")
	for part in (service_report, visit_costs, programs, planning):
		for line in part.measure():
			print(line, flush=True)


if __name__ == "__main__":
	main(int(sys.argv[1]))
