import frappe

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.sources import SourceMismatchError
from maintenance_visit_app.maintenance_visits.mappers.from_warranty_claim import (
	ClaimNotOpenError,
	make_maintenance_visit,
)
from maintenance_visit_app.maintenance_visits.mappers.mapping import NothingLeftToDoError
from maintenance_visit_app.tests import (
	BOILER,
	BOILER_SERIAL_NO,
	CLINIC,
	HOTEL,
	SPLIT,
	VisitTestCase,
	do_work,
	make_claim,
	make_visit,
)


class TestFromWarrantyClaim(VisitTestCase):
	def test_claim_is_mapped_with_what_the_customer_complained_of(self):
		claim = make_claim(serial_no=BOILER_SERIAL_NO, complaint="Leaks since Monday.")

		visit = make_maintenance_visit(claim.name)

		self.assertEqual((visit.customer, visit.maintenance_type), (HOTEL, "Breakdown"))
		(row,) = visit.purposes
		self.assertEqual((row.item_code, row.serial_no), (BOILER, BOILER_SERIAL_NO))
		self.assertEqual(row.complaint, "Leaks since Monday.")
		self.assertEqual((row.prevdoc_doctype, row.prevdoc_docname), ("Warranty Claim", claim.name))
		self.assertIn("Leaks since Monday.", visit.insert().purposes[0].complaint)

	def test_claim_without_item_becomes_a_row_too(self):
		visit = make_maintenance_visit(make_claim(item=None).name)

		self.assertEqual(visit.insert().purposes[0].complaint, "Leaks.")

	def test_erpnexts_name_of_the_mapper_leads_here(self):
		claim = make_claim()

		visit = frappe.call(
			"frappe.model.mapper.make_mapped_doc",
			method="erpnext.support.doctype.warranty_claim.warranty_claim.make_maintenance_visit",
			source_name=claim.name,
		)

		self.assertEqual(visit.purposes[0].complaint, "Leaks.")

	def test_claim_joins_a_planned_visit_once(self):
		claim = make_claim()
		visit = make_visit(HOTEL, {SPLIT: None}, maintenance_type="Scheduled")

		visit = make_maintenance_visit(claim.name, frappe.as_json(visit))
		visit = make_maintenance_visit(claim.name, visit)

		self.assertEqual([row.item_code for row in visit.purposes], [SPLIT, BOILER])
		self.assertEqual(visit.maintenance_type, "Scheduled")

	def test_claim_of_another_customer_is_refused(self):
		claim = make_claim()

		with self.assert_throws(SourceMismatchError, claim.name, CLINIC, HOTEL):
			make_maintenance_visit(claim.name, make_visit(CLINIC, {SPLIT: None}))

	def test_claim_that_visits_have_settled_is_refused_with_their_names(self):
		claim = make_claim()
		visit = do_work(make_maintenance_visit(claim.name)).insert().submit()

		with self.assert_throws(NothingLeftToDoError, claim.name, visit.name):
			make_maintenance_visit(claim.name)

	def test_claim_reopened_by_hand_gets_another_visit(self):
		claim = make_claim()
		do_work(make_maintenance_visit(claim.name)).insert().submit()
		claim.reload().update({"status": "Open"}).save()

		self.assertEqual(len(make_maintenance_visit(claim.name).purposes), 1)

	def test_cancelled_claim_is_refused(self):
		claim = make_claim(status="Cancelled")

		with self.assert_throws(ClaimNotOpenError, claim.name, "Cancelled", "to Open"):
			make_maintenance_visit(claim.name)
