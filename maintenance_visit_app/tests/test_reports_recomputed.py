"""The reports' figures over 5,000 random visits, beside figures that are computed from the rows one by one."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import frappe

from maintenance_visit_app.maintenance_visits.report.equipment_history import equipment_history
from maintenance_visit_app.maintenance_visits.report.service_cost import service_cost
from maintenance_visit_app.maintenance_visits.report.technician_performance import technician_performance
from maintenance_visit_app.maintenance_visits.report.visit_register import visit_register
from maintenance_visit_app.maintenance_visits.report.visits_due import visits_due
from maintenance_visit_app.tests import VisitTestCase
from maintenance_visit_app.tests.random_visits import COMPANIES, LAST_DAY, make_random_visits

VISITS, DAYS = 5_000, 500
PERIOD = {"from_date": date(2025, 7, 1), "to_date": date(2026, 5, 31)}
# Shares of a visit are rounded to a hundredth
ROUNDING = 0.01


class TestReportsRecomputed(VisitTestCase):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		cls.tables = make_random_visits(VISITS, DAYS)
		cls.visits = [
			visit
			for visit in cls.tables["Maintenance Visit"]
			if visit["docstatus"] == 1
			and visit["company"] == COMPANIES[0]
			and PERIOD["from_date"] <= visit["mntc_date"] <= PERIOD["to_date"]
		]
		cls.by_name = {visit["name"]: visit for visit in cls.visits}
		cls.filters = {**PERIOD, "company": COMPANIES[0]}
		cls.children = defaultdict(list)
		for doctype, rows in cls.tables.items():
			for row in rows:
				cls.children[doctype, row.get("parent") or row.get("maintenance_visit")].append(row)

		cls.breakdowns, cls.of_equipment = defaultdict(list), defaultdict(list)
		for visit in sorted(submitted(cls.tables["Maintenance Visit"]), key=in_order):
			for serial_no in cls.get_serial_numbers(visit):
				if visit["maintenance_type"] == "Breakdown":
					cls.breakdowns[serial_no].append(visit)
				if visit["name"] in cls.by_name:
					cls.of_equipment[serial_no].append(visit)
		cls.lines = defaultdict(list)
		for line in cls.tables["Sales Invoice Item"]:
			cls.lines[line["maintenance_visit"] or line["sales_invoice_item"]].append(line)

	def tearDown(self) -> None:
		"""Reports only read: the visits stay for the next one, and go with the class."""

	@classmethod
	def tearDownClass(cls) -> None:
		frappe.db.rollback()
		super().tearDownClass()

	@classmethod
	def rows(cls, doctype: str, visit: dict) -> list[dict]:
		return cls.children[doctype, visit["name"]]

	@classmethod
	def purposes(cls, visit: dict) -> list[dict]:
		return cls.rows("Maintenance Visit Purpose", visit)

	@classmethod
	def get_serial_numbers(cls, visit: dict) -> set[str]:
		return {row["serial_no"] for row in cls.purposes(visit)} - {None}

	def worked(self, visit: dict) -> list[dict]:
		purposes = self.purposes(visit)
		return [row for row in purposes if row["completion_status"] != "Pending"] or purposes

	def test_visit_register(self):
		rows = self.run_report(visit_register)

		expected = sorted(self.visits, key=lambda visit: (visit["mntc_date"], visit["name"]))
		self.assertEqual([row["name"] for row in rows], [visit["name"] for visit in expected])
		self.assertGreater(len(rows), 2_000)
		for row, visit in zip(rows, expected, strict=True):
			persons = dict.fromkeys(purpose["service_person"] for purpose in self.purposes(visit))
			self.assertEqual(set(row["technicians"].split(", ")), set(persons))
			self.assertEqual(row["number_of_rows"], len(self.purposes(visit)))
			self.assertAlmostEqual(row["working_hours"], visit["working_hours"])

	def test_visits_due(self):
		"""Drafts of any age until the last day; the demo's own and its schedules come on top."""
		rows = visits_due.execute({"until": LAST_DAY, "company": COMPANIES[1]})[1]

		due = [
			visit
			for visit in self.tables["Maintenance Visit"]
			if visit["docstatus"] == 0 and visit["company"] == COMPANIES[1]
		]
		self.assertEqual({row["maintenance_visit"] for row in rows}, {visit["name"] for visit in due})
		self.assertEqual(len(rows), len(due))

	def test_technician_performance(self):
		expected = defaultdict(lambda: defaultdict(float))
		for visit in self.visits:
			self.add_technicians(visit, expected)

		rows = {row["technician"]: row for row in self.run_report(technician_performance)}

		self.assertEqual(set(rows), set(expected))
		for person, sums in expected.items():
			row = rows[person]
			self.assertEqual(row["visits"], sums["visits"])
			self.assertAlmostEqual(row["hours"], sums["hours"], places=2)
			self.assertAlmostEqual(row["on_time"], 100 * sums["on_time"] / sums["arrivals"], places=2)
			self.assertAlmostEqual(row["first_time_fix"], 100 * sums["fixed"] / sums["issues"], places=2)
			self.assertAlmostEqual(row["rating"], sums["stars"] / sums["rated"], places=3)
		self.assertGreater(sum(sums["fixed"] for sums in expected.values()), 100)

	def add_technicians(self, visit: dict, sums: dict) -> None:
		for person in {row["service_person"] for row in self.purposes(visit)}:
			sums[person]["visits"] += 1
			sums[person]["stars"] += visit["rating"]
			sums[person]["rated"] += visit["rating"] > 0
			if visit["maintenance_type"] in ("Breakdown", "Unscheduled") and not visit["follow_up_of"]:
				sums[person]["issues"] += 1
				sums[person]["fixed"] += self.is_fixed(visit)
		logs = self.rows("Maintenance Visit Time Log", visit)
		for person in {log["service_person"] for log in logs}:
			his = [log for log in logs if log["service_person"] == person]
			sums[person]["hours"] += sum(log["hours"] for log in his)
			sums[person]["arrivals"] += 1
			sums[person]["on_time"] += min(log["from_time"] for log in his) <= latest_arrival(visit)

	def is_fixed(self, visit: dict) -> bool:
		if visit["completion_status"] != "Fully Completed":
			return False
		return not any(
			in_order(visit) < in_order(other)
			and other["mntc_date"] <= visit["mntc_date"] + timedelta(days=30)
			for serial_no in self.get_serial_numbers(visit)
			for other in self.breakdowns[serial_no]
		)

	def test_equipment_history(self):
		rows = {row["serial_no"]: row for row in self.run_report(equipment_history) if row["serial_no"]}

		self.assertEqual(set(rows), set(self.of_equipment))
		for serial_no, row in rows.items():
			self.compare_equipment(row, serial_no, self.of_equipment[serial_no])

	def compare_equipment(self, row: dict, serial_no: str, visits: list[dict]) -> None:
		failures = [visit for visit in visits if is_failure(visit)]
		days = [(after["mntc_date"] - before["mntc_date"]).days for before, after in pairwise(failures)]
		hours = {visit["name"]: self.get_hours(visit, serial_no) for visit in visits}
		repairing = [hours[visit["name"]] for visit in visits if self.get_first(visit) in failures]

		self.assertEqual(row["visits"], len(visits))
		self.assertEqual(row["breakdowns"], len(failures))
		self.assertEqual(row["last_visit"], visits[-1]["mntc_date"])
		self.assertAlmostEqual(row["hours"], sum(hours.values()), delta=ROUNDING * len(visits))
		self.assert_close(row["mtbf"], sum(days) / len(days) if days else None, 0.051)
		self.assert_close(row["mttr"], sum(repairing) / len(failures) if failures else None, 2 * ROUNDING)

	def get_hours(self, visit: dict, serial_no: str) -> float:
		worked = self.worked(visit)
		return visit["working_hours"] / len(worked) * sum(row["serial_no"] == serial_no for row in worked)

	def get_first(self, visit: dict) -> dict | None:
		"""Follow a visit back to the one that all began with, within the period."""
		while visit and visit["follow_up_of"]:
			visit = self.by_name.get(visit["follow_up_of"])
		return visit

	def test_service_cost(self):
		expected = defaultdict(lambda: defaultdict(float))
		for visit in self.visits:
			worked, costs = self.worked(visit), self.get_costs(visit)
			for row in worked:
				sums = expected[visit["customer"], row["item_code"]]
				for figure, amount in costs.items():
					sums[figure] += amount / len(worked)
				sums["rows"] += 1
				if row["coverage"] == "Under Warranty":
					sums["warranty_cost"] += costs["labour_cost"] / len(worked)

		rows = self.run_report(service_cost, group_by="Customer and Item")

		self.assertEqual({(row["customer"], row["item_code"]) for row in rows}, set(expected))
		for row in rows:
			sums = expected[row["customer"], row["item_code"]]
			for figure in ("hours", "labour_cost", "parts_cost", "warranty_cost", "billed"):
				self.assertAlmostEqual(
					row[figure], sums[figure], delta=2 * ROUNDING * sums["rows"], msg=figure
				)
			cost = row["labour_cost"] + row["parts_cost"]
			self.assertAlmostEqual(row["margin"], row["billed"] - cost, delta=2 * ROUNDING)

	def get_costs(self, visit: dict) -> dict[str, float]:
		costs = defaultdict(float, hours=visit["working_hours"])
		for timesheet in submitted(self.rows("Timesheet", visit)):
			for log in self.rows("Timesheet Detail", timesheet):
				costs["labour_cost"] += log["base_costing_amount"]
		for entry in submitted(self.rows("Stock Entry", visit)):
			for issued in self.rows("Stock Entry Detail", entry):
				costs["parts_cost"] += issued["amount"]
				parts = self.rows("Maintenance Visit Part", visit)
				(part,) = (part for part in parts if part["item_code"] == issued["item_code"])
				costs["warranty_cost"] += issued["amount"] * (part["coverage"] == "Under Warranty")
		for line in submitted(self.lines[visit["name"]]):
			credited = sum(credit["base_net_amount"] for credit in submitted(self.lines[line["name"]]))
			costs["billed"] += line["base_net_amount"] + credited
		return costs

	def run_report(self, report, **filters) -> list[dict]:
		return [frappe._dict(row) for row in report.execute({**self.filters, **filters})[1]]

	def assert_close(self, value: float | None, expected: float | None, delta: float) -> None:
		if expected is None:
			self.assertIsNone(value)
		else:
			self.assertAlmostEqual(value, expected, delta=delta)


def in_order(visit: dict) -> tuple:
	return visit["mntc_date"], visit["mntc_time"] or time(0), visit["name"]


def latest_arrival(visit: dict) -> datetime:
	if visit["mntc_time"] is None:
		return datetime.combine(visit["mntc_date"], time(23, 59, 59))
	return datetime.combine(visit["mntc_date"], visit["mntc_time"]) + timedelta(minutes=15)


def is_failure(visit: dict) -> bool:
	return visit["maintenance_type"] == "Breakdown" and not visit["follow_up_of"]


def submitted(rows: list[dict]) -> list[dict]:
	return [row for row in rows if row["docstatus"] == 1]
