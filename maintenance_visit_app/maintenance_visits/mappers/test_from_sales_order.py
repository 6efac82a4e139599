import frappe

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.sources import SourceMismatchError
from maintenance_visit_app.maintenance_visits.mappers.from_sales_order import (
	NotAMaintenanceOrderError,
	make_maintenance_visit,
)
from maintenance_visit_app.maintenance_visits.mappers.mapping import NothingLeftToDoError
from maintenance_visit_app.tests import (
	BOILER,
	CLINIC,
	HOTEL,
	JULIE,
	KARIM,
	SPLIT,
	VisitTestCase,
	do_work,
	make_order,
	make_visit,
)


class TestFromSalesOrder(VisitTestCase):
	def test_order_is_mapped_line_by_line(self):
		sales_order = make_order()

		visit = make_maintenance_visit(sales_order.name)

		self.assertEqual((visit.customer, visit.company), (HOTEL, sales_order.company))
		self.assertEqual([row.item_code for row in visit.purposes], [BOILER, SPLIT])
		for row, line in zip(visit.purposes, sales_order.items, strict=True):
			self.assertEqual(row.prevdoc_doctype, "Sales Order")
			self.assertEqual((row.prevdoc_docname, row.prevdoc_detail_docname), (sales_order.name, line.name))
			self.assertEqual(row.item_name, line.item_name)
		self.assertTrue(visit.insert().name)

	def test_address_comes_without_the_blank_lines_of_its_template(self):
		sales_order = make_order()
		sales_order.db_set("address_display", "1 rue du Lac<br>\n\n<br>Annecy<br>\nFrance<br>\n")

		visit = make_maintenance_visit(sales_order.name)

		self.assertEqual(visit.address_display, "1 rue du Lac<br>Annecy<br>France")

	def test_technician_is_who_has_the_largest_share_of_the_sales_team(self):
		visit = make_maintenance_visit(make_order(shares={KARIM: 30, JULIE: 70}).name)

		self.assertEqual({row.service_person for row in visit.purposes}, {JULIE})

	def test_order_without_sales_team_leaves_the_technician_open(self):
		visit = make_maintenance_visit(make_order().name)

		self.assertEqual({row.service_person for row in visit.purposes}, {None})

	def test_erpnexts_name_of_the_mapper_leads_here(self):
		sales_order = make_order()

		visit = frappe.call(
			"frappe.model.mapper.make_mapped_doc",
			method="erpnext.selling.doctype.sales_order.sales_order.make_maintenance_visit",
			source_name=sales_order.name,
		)

		self.assertEqual(visit.purposes[0].prevdoc_detail_docname, sales_order.items[0].name)

	def test_only_lines_that_no_visit_has_completed_are_mapped(self):
		sales_order = make_order()
		complete(sales_order, BOILER)

		visit = make_maintenance_visit(sales_order.name)

		self.assertEqual([row.item_code for row in visit.purposes], [SPLIT])

	def test_partly_completed_line_is_offered_again(self):
		sales_order = make_order()
		do_work(make_maintenance_visit(sales_order.name), "Partially Completed").insert().submit()

		self.assertEqual(len(make_maintenance_visit(sales_order.name).purposes), 2)

	def test_cancelled_visit_gives_its_lines_back(self):
		sales_order = make_order()
		complete(sales_order, BOILER).cancel()

		self.assertEqual(len(make_maintenance_visit(sales_order.name).purposes), 2)

	def test_visit_made_before_this_app_completes_the_lines_of_its_item(self):
		sales_order = make_order()
		visit = complete(sales_order, BOILER)
		blank = {"prevdoc_detail_docname": None, "completion_status": None}
		frappe.db.set_value("Maintenance Visit Purpose", visit.purposes[0].name, blank)

		self.assertEqual(
			[row.item_code for row in make_maintenance_visit(sales_order.name).purposes], [SPLIT]
		)

	def test_when_nothing_is_left_the_error_names_order_and_visits(self):
		sales_order = make_order()
		first, second = complete(sales_order, BOILER), complete(sales_order, SPLIT)

		with self.assert_throws(NothingLeftToDoError, sales_order.name, first.name, second.name):
			make_maintenance_visit(sales_order.name)

	def test_same_order_twice_into_one_visit_adds_no_line_twice(self):
		sales_order = make_order()
		visit = make_maintenance_visit(sales_order.name)

		visit = make_maintenance_visit(sales_order.name, frappe.as_json(visit))

		self.assertEqual([row.item_code for row in visit.purposes], [BOILER, SPLIT])
		self.assertEqual([row.idx for row in visit.purposes], [1, 2])

	def test_two_orders_of_a_customer_come_into_one_visit(self):
		first, second = make_order(items=(BOILER,)), make_order(items=(SPLIT,))

		visit = make_maintenance_visit(second.name, make_maintenance_visit(first.name))

		self.assertEqual([row.prevdoc_docname for row in visit.purposes], [first.name, second.name])

	def test_blank_row_of_a_new_form_gives_way(self):
		visit = make_visit(purposes=[{}])

		visit = make_maintenance_visit(make_order().name, frappe.as_json(visit))

		self.assertEqual([row.item_code for row in visit.purposes], [BOILER, SPLIT])

	def test_order_of_another_customer_is_refused_and_the_visit_stays_as_it_was(self):
		visit, sales_order = make_visit(HOTEL), make_order(CLINIC)

		with self.assert_throws(SourceMismatchError, sales_order.name, CLINIC, HOTEL):
			make_maintenance_visit(sales_order.name, visit)
		self.assertEqual((visit.customer, len(visit.purposes)), (HOTEL, 1))

	def test_company_is_that_of_the_order_whatever_the_users_default_is(self):
		sales_order = make_order()
		frappe.defaults.set_user_default("company", "Another Company")

		self.assertEqual(make_maintenance_visit(sales_order.name).company, sales_order.company)

	def test_draft_order_is_refused(self):
		sales_order = make_order(submit=False)

		with self.assert_throws(NotAMaintenanceOrderError, sales_order.name, "not submitted"):
			make_maintenance_visit(sales_order.name)

	def test_order_of_another_type_is_refused(self):
		sales_order = make_order(order_type="Sales")

		with self.assert_throws(NotAMaintenanceOrderError, sales_order.name, "Sales", "Maintenance"):
			make_maintenance_visit(sales_order.name)

	def test_closed_order_is_refused(self):
		sales_order = make_order()
		sales_order.db_set("status", "Closed")

		with self.assert_throws(NotAMaintenanceOrderError, sales_order.name, "Closed", "Reopen"):
			make_maintenance_visit(sales_order.name)


class TestMaintenanceStatusOfOrder(VisitTestCase):
	def test_order_tells_how_far_its_maintenance_has_come(self):
		sales_order = make_order()
		self.assertEqual(get_status(sales_order), "Not Visited")

		complete(sales_order, BOILER)
		self.assertEqual(get_status(sales_order), "Partly Serviced")

		last = complete(sales_order, SPLIT)
		self.assertEqual(get_status(sales_order), "Fully Serviced")

		last.cancel()
		self.assertEqual(get_status(sales_order), "Partly Serviced")

	def test_order_of_another_type_says_nothing_of_maintenance(self):
		self.assertFalse(get_status(make_order(order_type="Sales")))

	def test_submitted_visit_blocks_the_cancelling_of_its_order(self):
		sales_order = make_order()
		visit = complete(sales_order, BOILER)

		with self.assert_throws(frappe.LinkExistsError, visit.name):
			frappe.get_doc("Sales Order", sales_order.name).cancel()


def complete(sales_order, item_code: str):
	visit = make_maintenance_visit(sales_order.name)
	visit.purposes = [row for row in visit.purposes if row.item_code == item_code]
	return do_work(visit).insert().submit()


def get_status(sales_order) -> str | None:
	return frappe.db.get_value("Sales Order", sales_order.name, "maintenance_status")
