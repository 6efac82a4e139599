"""Years of a firm's visits, made up: as many as you like, written straight into the tables, the same for the same seed."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

import frappe
from frappe.utils import now_datetime

from maintenance_visit_app.demo.tables import COMPANY

COMPANIES = [COMPANY["company_name"], "Vercors Froid"]
TECHNICIANS = [f"Technician {number:02}" for number in range(12)]
ITEMS = [f"EQUIPMENT-{number:02}" for number in range(40)]
PARTS = [f"PART-{number:02}" for number in range(15)]
LAST_DAY = date(2026, 6, 30)
VISITS_OF_A_SERIAL_NO, VISITS_OF_A_CUSTOMER = 25, 60
BILL = {"is_return": 0, "return_against": None}
# In one statement, as many as SQLite takes
MOST_VALUES = 30_000
COVERAGES = ["Billable", "Billable", "Under Warranty", "Under Contract"]

Tables = dict[str, list[dict]]


def make_random_visits(number: int, days: int, seed: int = 1) -> Tables:
	"""Insert so many visits of the `days` before LAST_DAY and what belongs to them; return {DocType: rows}.

	Customers, items and sales persons are names only. Call it in a transaction that is rolled back, or on a site
	that is thrown away.
	"""
	tables = Firm(number, days, Random(seed)).make_tables()
	for doctype, rows in tables.items():
		insert_rows(doctype, rows)
	return tables


def insert_rows(doctype: str, rows: list[dict]) -> None:
	"""Insert rows that all have the same keys, in a few statements.

	The database's driver quotes what they say: Frappe's bulk_insert, which builds a query of it, takes three times as long.
	"""
	if not rows:
		return
	columns = ", ".join(f"`{column}`" for column in rows[0])
	places = f"({', '.join(['%s'] * len(rows[0]))})"
	length = MOST_VALUES // len(rows[0])
	for start in range(0, len(rows), length):
		portion = rows[start : start + length]
		query = f"insert into `tab{doctype}` ({columns}) values {', '.join([places] * len(portion))}"
		frappe.db.sql(query, [value for row in portion for value in row.values()])


class Firm:
	"""What happens at a firm: a visit, its rows, working times, parts, and the documents that account for them."""

	def __init__(self, number: int, days: int, random: Random) -> None:
		self.number, self.days, self.random = number, days, random
		self.serial_numbers = [f"SN-{serial:06}" for serial in range(max(number // VISITS_OF_A_SERIAL_NO, 5))]
		self.customers = [
			f"Customer {customer:05}" for customer in range(max(number // VISITS_OF_A_CUSTOMER, 5))
		]
		self.tables: Tables = {}
		self.names, self.followed = count(), set()

	def make_tables(self) -> Tables:
		for serial_no in self.serial_numbers:
			self.add("Serial No", serial_no, **self.get_serial_no(serial_no))
		for index in range(self.number):
			self.add_visit(f"RND-{index:06}")
		return self.tables

	def add(self, doctype: str, name: str | None = None, parent: dict | None = None, **values) -> dict:
		row = {
			"name": name or f"rnd{next(self.names):07}",
			"owner": "Administrator",
			"modified_by": "Administrator",
			"creation": now_datetime(),
			"modified": now_datetime(),
			"docstatus": 0,
			**(parent or {}),
			**values,
		}
		self.tables.setdefault(doctype, []).append(row)
		return row

	def get_serial_no(self, serial_no: str) -> dict:
		item = self.get_item(serial_no)
		return {"serial_no": serial_no, "item_code": item, "item_name": item}

	def get_item(self, serial_no: str) -> str:
		return ITEMS[int(serial_no[-6:]) % len(ITEMS)]

	def add_visit(self, name: str) -> None:
		visit = self.add("Maintenance Visit", name, **self.get_visit())
		purposes = list(self.add_purposes(visit))
		self.add_time_logs(visit, purposes)
		parts = list(self.add_parts(visit))
		if visit["docstatus"] == 1:
			self.follow_up(visit)
			self.account_for(visit, parts)

	def get_visit(self) -> dict:
		random, customer = self.random, self.random.randrange(len(self.customers))
		docstatus = random.choices([1, 0, 2], [90, 6, 4])[0]
		return {
			"customer": self.customers[customer],
			"customer_name": f"Name of {self.customers[customer]}",
			"customer_group": f"Group {customer % 5}",
			"territory": f"Territory {customer % 7}",
			"company": COMPANIES[random.random() < 0.2],
			"docstatus": docstatus,
			"status": {0: random.choice(["Planned", "Overdue", "Draft"]), 1: "Submitted", 2: "Cancelled"}[
				docstatus
			],
			"maintenance_type": random.choice(["Scheduled", "Unscheduled", "Breakdown", "Breakdown"]),
			"completion_status": random.choice(["Fully Completed", "Fully Completed", "Partially Completed"]),
			"mntc_date": LAST_DAY - timedelta(days=random.randrange(self.days)),
			"mntc_time": random.choice([None, time(8), time(10, 30), time(14)]),
			"rating": random.choice([0, 0, 0.2, 0.6, 0.8, 1]),
			"billing_status": random.choice(["To Bill", "Billed", "Not Billable"])
			if docstatus == 1
			else None,
			"follow_up_of": None,
			"working_hours": 0,
		}

	def add_purposes(self, visit: dict) -> Iterator[dict]:
		for idx in range(1, self.random.choice([1, 1, 2, 3]) + 1):
			serial_no = self.random.choice(self.serial_numbers)
			item = self.get_item(serial_no)
			yield self.add(
				"Maintenance Visit Purpose",
				parent=belonging_to(visit, "Maintenance Visit", "purposes", idx),
				item_code=item,
				item_name=item,
				serial_no=serial_no if self.random.random() < 0.9 else None,
				service_person=self.random.choice(TECHNICIANS),
				completion_status=self.random.choice(["Fully Completed", "Partially Completed", "Pending"]),
				coverage=self.random.choice([*COVERAGES, "Ordered"]),
				work_done="Cleaned and measured.",
			)

	def add_time_logs(self, visit: dict, purposes: list[dict]) -> None:
		start = datetime.combine(visit["mntc_date"], visit["mntc_time"] or time(9))
		for idx in range(1, self.random.choice([0, 1, 1, 2]) + 1):
			late = timedelta(minutes=self.random.choice([-30, -5, 0, 10, 20, 90]))
			hours = self.random.choice([0.5, 1, 1.25, 2])
			begin = start + late + timedelta(hours=3 * (idx - 1))
			visit["working_hours"] += hours
			self.add(
				"Maintenance Visit Time Log",
				parent=belonging_to(visit, "Maintenance Visit", "time_logs", idx),
				service_person=self.random.choice(purposes)["service_person"],
				from_time=begin,
				to_time=begin + timedelta(hours=hours),
				hours=hours,
			)

	def add_parts(self, visit: dict) -> Iterator[dict]:
		for idx, item in enumerate(self.random.sample(PARTS, self.random.choice([0, 0, 1, 2])), start=1):
			qty = self.random.choice([1, 2, 3])
			yield self.add(
				"Maintenance Visit Part",
				parent=belonging_to(visit, "Maintenance Visit", "parts", idx),
				item_code=item,
				item_name=item,
				qty=qty,
				stock_qty=qty,
				conversion_factor=1,
				uom="Nos",
				coverage=self.random.choice(COVERAGES),
			)

	def follow_up(self, visit: dict) -> None:
		"""Let the visit follow up an earlier one that was partly completed, now and then."""
		earlier = self.random.choice(self.tables["Maintenance Visit"][-200:])
		if (
			self.random.random() < 0.15
			and earlier["docstatus"] == 1
			and earlier["completion_status"] == "Partially Completed"
			and earlier["name"] not in {visit["name"], *self.followed}
			and earlier["mntc_date"] <= visit["mntc_date"]
		):
			visit["follow_up_of"] = earlier["name"]
			self.followed.add(earlier["name"])

	def account_for(self, visit: dict, parts: list[dict]) -> None:
		if parts and self.random.random() < 0.8:
			self.add_stock_entry(visit, parts)
		if visit["working_hours"] and self.random.random() < 0.7:
			self.add_timesheet(visit)
		if self.random.random() < 0.5:
			self.add_invoice(visit)

	def add_stock_entry(self, visit: dict, parts: list[dict]) -> None:
		entry = self.add("Stock Entry", **self.get_accounting(visit), purpose="Material Issue")
		for idx, part in enumerate(parts, start=1):
			self.add(
				"Stock Entry Detail",
				parent=belonging_to(entry, "Stock Entry", "items", idx),
				item_code=part["item_code"],
				qty=part["qty"],
				transfer_qty=part["stock_qty"],
				amount=part["stock_qty"] * self.random.choice([12.5, 18, 99.9]),
			)

	def add_timesheet(self, visit: dict) -> None:
		cost = visit["working_hours"] * 35
		timesheet = self.add("Timesheet", **self.get_accounting(visit), base_total_costing_amount=cost)
		self.add(
			"Timesheet Detail",
			parent=belonging_to(timesheet, "Timesheet", "time_logs", 1),
			hours=visit["working_hours"],
			base_costing_amount=cost,
		)

	def add_invoice(self, visit: dict) -> None:
		"""Bill a visit, and now and then give some of it back: a credit note names the line, not the visit."""
		accounting = self.get_accounting(visit)
		link = accounting.pop("maintenance_visit")
		invoice = self.add("Sales Invoice", **accounting, **BILL)
		line = self.add_line(invoice, self.random.choice([80, 120.5, 240]), maintenance_visit=link)
		if invoice["docstatus"] == 1 and self.random.random() < 0.1:
			credit_note = self.add(
				"Sales Invoice", **accounting, **{**BILL, "is_return": 1, "return_against": invoice["name"]}
			)
			self.add_line(credit_note, -line["base_net_amount"] / 4, sales_invoice_item=line["name"])

	def add_line(self, invoice: dict, amount: float, **links) -> dict:
		return self.add(
			"Sales Invoice Item",
			parent=belonging_to(invoice, "Sales Invoice", "items", 1),
			item_code="LABOUR",
			qty=1 if amount > 0 else -1,
			base_net_amount=amount,
			**{"maintenance_visit": None, "sales_invoice_item": None, **links},
		)

	def get_accounting(self, visit: dict) -> dict:
		"""Return what every document that accounts for a visit says; one in ten isn't submitted."""
		docstatus = self.random.choices([1, 0], [9, 1])[0]
		return {"maintenance_visit": visit["name"], "company": visit["company"], "docstatus": docstatus}


def belonging_to(document: dict, doctype: str, fieldname: str, idx: int) -> dict:
	return {
		"parent": document["name"],
		"parenttype": doctype,
		"parentfield": fieldname,
		"idx": idx,
		"docstatus": document["docstatus"],
	}
