import frappe
from frappe.utils import add_days, today

from maintenance_visit_app.demo.documents import amend_visit
from maintenance_visit_app.demo.on_site import new_time_log
from maintenance_visit_app.derived.billing import update_billing_status
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.billing import (
	BillableHoursError,
	round_up,
	set_coverage,
)
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.values import OddValueError
from maintenance_visit_app.maintenance_visits.mappers import (
	from_maintenance_schedule,
	from_sales_order,
	from_warranty_claim,
)
from maintenance_visit_app.maintenance_visits.mappers.to_sales_invoice import (
	make_sales_invoice,
)
from maintenance_visit_app.overrides.sales_invoice import BilledTwiceError
from maintenance_visit_app.patches import note_entered_coverage
from maintenance_visit_app.tests import (
	BOILER,
	BOILER_SERIAL_NO,
	JULIE,
	SPLIT,
	SPLIT_SERIAL_NO,
	change_settings,
	desk_requests,
	do_work,
	make_claim,
	make_order,
	make_visit,
	make_yearly_schedule,
)
from maintenance_visit_app.tests.billing import (
	FILTER,
	PUMP,
	BillingTestCase,
	finish_visit,
	new_part,
)
from maintenance_visit_app.tests.test_statements import count_statements


class TestCoverage(BillingTestCase):
	def test_what_was_ordered_is_billed_by_its_order(self):
		visit = finish_visit(visit=from_sales_order.make_maintenance_visit(make_order().name), hours=1)

		self.assertEqual({row.coverage for row in visit.purposes}, {"Ordered"})
		self.assertEqual((visit.billable_hours, visit.billing_status), (0, "Not Billable"))

	def test_what_is_scheduled_is_under_contract(self):
		schedule = make_yearly_schedule()
		visit = do_work(from_maintenance_schedule.make_maintenance_visit(schedule.name))
		visit.update({"mntc_date": today(), "working_hours": 2}).insert().submit()

		self.assertEqual({row.coverage for row in visit.purposes}, {"Under Contract"})
		self.assertEqual(visit.billing_status, "Not Billable")

	def test_a_claim_tells_whether_warranty_or_contract_cover_it(self):
		set_expiry("warranty_expiry_date", 5)
		for status, coverage in (
			("Under Warranty", "Under Warranty"),
			("Under AMC", "Under Contract"),
			("Out of Warranty", "Billable"),
			("Out of AMC", "Billable"),
		):
			with self.subTest(status):
				self.assertEqual(get_coverage(map_claim(status)), coverage)

	def test_where_the_claim_is_silent_its_serial_number_tells(self):
		set_expiry("amc_expiry_date", 5)
		claim = make_claim(serial_no=BOILER_SERIAL_NO)
		claim.db_set("warranty_amc_status", None)

		visit = from_warranty_claim.make_maintenance_visit(claim.name)

		self.assertEqual(get_coverage(visit), "Under Contract")

	def test_without_a_source_the_serial_number_tells_as_of_the_day_of_the_visit(self):
		self.assertEqual(get_coverage(make_visit()), "Billable")
		set_expiry("amc_expiry_date", 5)
		self.assertEqual(get_coverage(make_visit()), "Under Contract")
		set_expiry("warranty_expiry_date", -1)
		self.assertEqual(get_coverage(make_visit()), "Under Warranty")
		set_expiry("warranty_expiry_date", -2)
		set_expiry("amc_expiry_date", -2)
		self.assertEqual(get_coverage(make_visit()), "Billable")

	def test_a_draft_follows_its_serial_number_until_it_is_submitted(self):
		visit = make_visit(mntc_date=add_days(today(), -1)).insert()
		self.assertFalse(visit.purposes[0].coverage)
		set_expiry("warranty_expiry_date", 5)

		do_work(visit).submit()
		set_expiry("warranty_expiry_date", -5)

		visit.reload()
		self.assertEqual(visit.purposes[0].coverage, "Under Warranty")

	def test_what_somebody_entered_stays(self):
		visit = from_sales_order.make_maintenance_visit(make_order().name)
		visit.purposes[0].coverage = "Billable"

		visit = finish_visit(visit=visit, hours=1)

		self.assertEqual([row.coverage for row in visit.purposes], ["Billable", "Ordered"])
		self.assertEqual((visit.billable_hours, visit.billing_status), (0.5, "To Bill"))

	def test_parts_follow_what_they_were_used_for(self):
		warranty, contract, billable, ordered = "Under Warranty", "Under Contract", "Billable", "Ordered"
		for coverages, expected in (
			((warranty, warranty), warranty),
			((contract, contract), contract),
			((contract, warranty), warranty),
			((warranty, billable), billable),
			((contract, ordered), billable),
			((ordered, ordered), billable),
		):
			visit = make_visit(items={BOILER: BOILER_SERIAL_NO, SPLIT: SPLIT_SERIAL_NO})
			for row, coverage in zip(visit.purposes, coverages, strict=True):
				row.coverage = coverage
			with self.subTest(coverages):
				self.assertEqual(finish_in_desk(visit, new_part(coverage=None)).parts[0].coverage, expected)

	def test_a_part_with_the_item_of_a_row_follows_that_row_whatever_the_others_say(self):
		visit = make_visit(items={BOILER: BOILER_SERIAL_NO, SPLIT: SPLIT_SERIAL_NO})
		visit.purposes[0].update({"item_code": PUMP, "serial_no": None, "coverage": "Under Warranty"})
		visit.purposes[1].coverage = "Billable"

		visit = finish_in_desk(visit, new_part(PUMP, coverage=None), new_part(FILTER, coverage=None))

		self.assertEqual([part.coverage for part in visit.parts], ["Under Warranty", "Billable"])

	def test_parts_of_a_boiler_under_warranty_are_not_billed_unless_somebody_says_so(self):
		set_expiry("warranty_expiry_date", 5)
		silent = frappe.new_doc("Maintenance Visit Part").coverage
		self.assertFalse(silent)

		covered = finish_in_desk(make_visit(), new_part(coverage=silent), hours=1)
		decided = finish_in_desk(make_visit(), new_part(coverage="Billable"), hours=1)

		self.assertEqual(
			(covered.parts[0].coverage, covered.billing_status), ("Under Warranty", "Not Billable")
		)
		self.assertEqual((decided.parts[0].coverage, decided.billing_status), ("Billable", "To Bill"))

	def test_coverage_costs_the_same_for_few_rows_and_for_many(self):
		few, many = (make_mixed_visit(rows) for rows in (2, 60))

		counts = [len(count_statements(lambda visit=visit: set_coverage(visit))) for visit in (few, many)]

		self.assertEqual(counts, [2, 2])
		self.assertEqual({row.coverage for row in many.purposes}, {"Under Contract", "Under Warranty"})

	def test_coverage_that_was_derived_follows_anew_when_the_visit_is_amended(self):
		visits = make_visit(), make_visit()
		visits[1].purposes[0].coverage = "Billable"
		done = (
			finish_in_desk(visit, new_part(coverage=coverage))
			for visit, coverage in zip(visits, (None, "Billable"), strict=True)
		)
		cancelled = [desk_requests.cancel(visit) for visit in done]
		set_expiry("warranty_expiry_date", 5)

		follows, stays = (amend_in_desk(visit, hours=1) for visit in cancelled)

		self.assertEqual(get_coverages(follows), ["Under Warranty", "Under Warranty"])
		self.assertEqual(get_coverages(stays), ["Billable", "Billable"])

	def test_coverage_from_before_that_was_noted_stays_when_the_visit_is_amended(self):
		visit = desk_requests.cancel(finish_in_desk(make_visit(), new_part(coverage=None)))
		note_entered_coverage.execute()
		set_expiry("warranty_expiry_date", 5)

		self.assertEqual(get_coverages(amend_in_desk(visit, hours=1)), ["Billable", "Billable"])

	def test_part_of_an_amended_visit_follows_what_is_decided_of_its_row(self):
		visit = desk_requests.cancel(finish_in_desk(make_visit(), new_part(coverage=None)))

		amended = amend_in_desk(visit, hours=1, coverage="Under Warranty")

		self.assertEqual(get_coverages(amended), ["Under Warranty", "Under Warranty"])
		self.assertEqual(amended.billing_status, "Not Billable")


class TestBillableHours(BillingTestCase):
	def test_hours_are_rounded_up_to_the_step(self):
		for hours, step, expected in (
			(1.08, 0.25, 1.25),
			(1.25, 0.25, 1.25),
			(1.1, 0.1, 1.1),
			(1.01, 0.5, 1.5),
			(2.2, 1, 3),
			(0, 0.25, 0),
			(1.08, 0, 1.08),
		):
			with self.subTest(hours=hours, step=step):
				self.assertEqual(round_up(hours, step), expected)

	def test_an_hour_and_five_minutes_make_five_quarters(self):
		self.assertEqual(finish_visit(hours=1.08).billable_hours, 1.25)
		change_settings(hours_step=0.5)
		self.assertEqual(finish_visit(hours=1.08).billable_hours, 1.5)

	def test_hours_that_somebody_entered_stay(self):
		self.assertEqual(finish_visit(hours=1.08, billable_hours=0.5).billable_hours, 0.5)

	def test_work_that_was_left_for_another_day_makes_no_hours_billable(self):
		visit = make_visit(items={BOILER: BOILER_SERIAL_NO, SPLIT: SPLIT_SERIAL_NO})
		done, left = visit.purposes
		done.update({"coverage": "Under Warranty", "completion_status": "Partially Completed"})
		left.update({"coverage": "Billable", "completion_status": "Pending"})
		do_work(visit, "Partially Completed").update({"mntc_date": add_days(today(), -1)})
		visit.append("time_logs", new_time_log(JULIE, f"{visit.mntc_date} 09:00:00", 1))
		visit.working_hours = 1

		visit.insert().submit()

		self.assertEqual((visit.billable_hours, visit.billing_status), (0, "Not Billable"))

	def test_hours_are_billed_as_far_as_the_rows_worked_on_are_billable(self):
		for coverages, expected in (
			(("Billable", "Ordered"), 1.5),
			(("Billable", "Under Warranty"), 1.5),
			(("Billable", "Billable"), 3),
			(("Ordered", "Under Contract"), 0),
		):
			visit = make_visit(items={BOILER: BOILER_SERIAL_NO, SPLIT: SPLIT_SERIAL_NO})
			for row, coverage in zip(visit.purposes, coverages, strict=True):
				row.coverage = coverage
			with self.subTest(coverages):
				self.assertEqual(finish_in_desk(visit, hours=3).billable_hours, expected)

	def test_no_hours_are_billed_where_somebody_says_none(self):
		untouched = finish_in_desk(make_visit(billable_hours=0), hours=1)
		none = finish_in_desk(make_visit(billable_hours=0, billable_hours_entered=1), hours=1)

		self.assertEqual((untouched.billable_hours, untouched.billing_status), (1, "To Bill"))
		self.assertEqual((none.billable_hours, none.billing_status), (0, "Not Billable"))

	def test_hours_that_were_derived_are_derived_again_when_the_visit_is_amended(self):
		visit = finish_in_desk(make_visit(), hours=1)
		entered = finish_in_desk(make_visit(billable_hours=0.5), hours=1)
		amended, kept = (amend_in_desk(desk_requests.cancel(done), hours=3) for done in (visit, entered))

		self.assertEqual((visit.billable_hours, visit.billable_hours_entered), (1, 0))
		self.assertEqual((amended.billable_hours, kept.billable_hours), (3, 0.5))

	def test_hours_that_are_no_number_are_refused(self):
		for hours in ("NaN", "Infinity"):
			with self.subTest(hours), self.assert_throws(OddValueError, "Billable Hours", "not a number"):
				desk_requests.save(make_visit(billable_hours=hours))
		with self.assert_throws(BillableHoursError, "no billable hours"):
			desk_requests.save(make_visit(billable_hours=1e300))

	def test_hours_below_zero_are_refused(self):
		with self.assert_throws(frappe.NonNegativeError, "Billable Hours"):
			make_visit(billable_hours=-1).insert()


class TestBillingStatus(BillingTestCase):
	def test_a_billable_part_is_enough_to_be_billed(self):
		self.assertEqual(finish_visit(new_part()).billing_status, "To Bill")
		self.assertEqual(finish_visit(new_part(coverage="Under Warranty")).billing_status, "Not Billable")
		self.assertEqual(finish_visit(new_part(coverage=None)).parts[0].coverage, "Billable")

	def test_a_draft_invoice_bills_nothing_yet_a_submitted_one_does_until_it_is_cancelled(self):
		visit = finish_visit(new_part(), hours=1)
		invoice = make_sales_invoice(visit.name).insert()
		self.assert_billing_status("To Bill", visit)

		invoice.submit()
		self.assert_billing_status("Billed", visit)

		invoice.cancel()
		self.assert_billing_status("To Bill", visit)

	def test_some_of_its_lines_make_a_visit_partly_billed(self):
		visit = finish_visit(new_part(), hours=1)
		invoice = make_sales_invoice(visit.name)
		invoice.items = invoice.items[:1]
		invoice.insert().submit()
		self.assert_billing_status("Partly Billed", visit)

		rest = make_sales_invoice(visit.name).insert()
		update_billing_status([visit.name])
		self.assert_billing_status("Partly Billed", visit)
		rest.submit()

		self.assert_billing_status("Billed", visit)

	def test_a_credit_note_gives_back(self):
		from erpnext.accounts.doctype.sales_invoice.sales_invoice import make_sales_return

		visit = finish_visit(new_part(), hours=1)
		invoice = make_sales_invoice(visit.name).insert().submit()
		credit_note = make_sales_return(invoice.name)
		credit_note.items = credit_note.items[:1]
		credit_note.insert()
		self.assert_billing_status("Billed", visit)

		credit_note.submit()
		self.assert_billing_status("Partly Billed", visit)
		again = make_sales_invoice(visit.name)
		self.assertEqual([row.maintenance_visit_part for row in again.items], [visit.parts[0].name])

		credit_note.cancel()
		self.assert_billing_status("Billed", visit)

	def test_a_credit_note_is_not_cancelled_while_what_it_gave_back_is_billed_again(self):
		from erpnext.accounts.doctype.sales_invoice.sales_invoice import make_sales_return

		visit = finish_visit(new_part(), hours=1)
		invoice = make_sales_invoice(visit.name).insert().submit()
		credit_note = make_sales_return(invoice.name).insert().submit()
		again = make_sales_invoice(visit.name).insert().submit()

		frappe.db.savepoint("before_cancel")
		with self.assert_throws(BilledTwiceError, visit.name, invoice.name, again.name):
			desk_requests.cancel(credit_note)
		# As Frappe does at the end of a request that failed
		frappe.db.rollback(save_point="before_cancel")

		again.cancel()
		self.assertEqual(desk_requests.cancel(credit_note.reload()).docstatus, 2)
		self.assert_billing_status("Billed", visit)

	def test_a_credit_note_for_some_of_a_line_leaves_it_billed(self):
		from erpnext.accounts.doctype.sales_invoice.sales_invoice import make_sales_return

		visit = finish_visit(new_part(qty=3))
		invoice = make_sales_invoice(visit.name).insert().submit()
		credit_note = make_sales_return(invoice.name)
		credit_note.items[0].qty = -1
		credit_note.insert().submit()

		self.assert_billing_status("Billed", visit)

	def test_a_visit_with_a_submitted_invoice_is_not_cancelled(self):
		visit = finish_visit(new_part())
		invoice = make_sales_invoice(visit.name).insert().submit()
		visit.reload()

		with self.assert_throws(frappe.LinkExistsError, visit.name, "Sales Invoice", invoice.name):
			visit.cancel()

	def test_credit_notes_say_nothing_of_a_cancelled_visit(self):
		from erpnext.accounts.doctype.sales_invoice.sales_invoice import make_sales_return

		visit = finish_visit(new_part())
		invoice = make_sales_invoice(visit.name).insert().submit()
		credit_note = make_sales_return(invoice.name).insert().submit()
		frappe.db.set_value("Maintenance Visit", visit.name, {"docstatus": 2, "billing_status": None})

		desk_requests.cancel(credit_note)

		self.assert_billing_status(None, visit)

	def test_nothing_is_to_be_billed_of_a_cancelled_visit(self):
		visit = finish_visit(new_part())

		visit.cancel()

		self.assert_billing_status(None, visit)
		self.assertNotIn(
			visit.name, frappe.get_all("Maintenance Visit", {"billing_status": "To Bill"}, pluck="name")
		)

	def test_many_visits_cost_as_many_statements_as_few(self):
		visits = [finish_visit(new_part(PUMP), new_part(FILTER)) for _number in range(6)]
		bill(*visits[:3])
		few, many = visits[2:4], visits

		counts = [
			len(count_statements(lambda names=names: update_billing_status({visit.name for visit in names})))
			for names in (few, many)
		]

		self.assertEqual(counts[0], counts[1])
		self.assertLessEqual(counts[0], 7)
		self.assert_billing_status("Billed", *visits[:3])
		self.assert_billing_status("To Bill", *visits[3:])


def set_expiry(fieldname: str, days: int) -> None:
	frappe.db.set_value("Serial No", BOILER_SERIAL_NO, fieldname, add_days(today(), days))


def finish_in_desk(visit, *parts: dict, hours: float = 0):
	"""Save and submit as the form does, without saying what follows by itself."""
	day = add_days(today(), -1)
	do_work(visit).update({"mntc_date": day, "mntc_time": "09:00:00", "parts": list(parts)})
	if hours:
		visit.append("time_logs", new_time_log(JULIE, f"{day} 09:00:00", hours))
	return desk_requests.save(desk_requests.save(visit), "Submit")


def get_coverages(visit) -> list[str]:
	return [row.coverage for row in (*visit.purposes, *visit.parts)]


def amend_in_desk(visit, hours: float, coverage: str | None = None):
	"""Amend as the form does: it copies all fields of the cancelled visit."""
	amended = amend_visit(visit)
	for field in ("billable_hours", "billable_hours_entered", "mntc_date", "mntc_time"):
		amended.set(field, visit.get(field))
	amended.update({"time_logs": []})
	amended.append("time_logs", new_time_log(JULIE, f"{visit.mntc_date} 09:00:00", hours))
	if coverage:
		amended.purposes[0].coverage = coverage
	return desk_requests.save(desk_requests.save(amended), "Submit")


def get_coverage(visit) -> str:
	return finish_visit(visit=visit).purposes[0].coverage


def map_claim(status: str):
	claim = make_claim(serial_no=BOILER_SERIAL_NO, warranty_amc_status=status)
	claim.db_set("warranty_amc_status", status)
	return from_warranty_claim.make_maintenance_visit(claim.name)


def make_mixed_visit(rows: int):
	"""Return a visit, not saved, for a claim under contract and, so many rows in all, for a boiler under warranty."""
	set_expiry("warranty_expiry_date", 5)
	visit = map_claim("Under AMC")
	for _row in range(rows - 1):
		visit.append("purposes", {"item_code": BOILER, "serial_no": BOILER_SERIAL_NO})
	return visit.update({"mntc_date": today()})


def bill(*visits):
	invoice = None
	for visit in visits:
		invoice = make_sales_invoice(visit.name, invoice)
	return invoice.insert().submit()
