"""What install, migrate and uninstall do, as far as it can be taken back: the rest is tried on whole sites."""

from contextlib import redirect_stdout
from io import StringIO

import frappe
from frappe.custom.doctype.property_setter.property_setter import make_property_setter
from frappe.desk.doctype.number_card.number_card import get_result
from frappe.utils import add_days, today

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.maintenance_visit import (
	MaintenanceVisit,
)
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.status import get_status
from maintenance_visit_app.setup import (
	custom_fields,
	install,
	notes,
	old_visits,
	ownership,
	permissions,
	print_formats,
	uninstall,
)
from maintenance_visit_app.setup.class_overrides import ClassOverrideError
from maintenance_visit_app.setup.ownership import OwnershipError
from maintenance_visit_app.tests import HOTEL, JULIE, VisitTestCase, do_work, make_visit
from maintenance_visit_app.tests.desk_requests import load
from maintenance_visit_app.tests.hooks import changed_hooks
from maintenance_visit_app.tests.site_rules import OF_AN_ADMIN, make_field_an_admins, make_rules_of_erpnext
from maintenance_visit_app.tests.test_statements import count_statements

VISIT, ROW = "Maintenance Visit", "Maintenance Visit Purpose"

# Four facts, and what is invoiced of a thousand visits at once
MOST_STATEMENTS_TO_TELL = 11


class HotelVisit(MaintenanceVisit):
	"""Another app's class that extends ours."""


class TestBeforeInstall(VisitTestCase):
	def test_class_that_does_not_extend_ours_is_refused(self):
		theirs = "erpnext.utilities.transaction_base.TransactionBase"
		for doctype in (VISIT, ROW):
			with (
				changed_hooks(override_doctype_class={doctype: [theirs]}),
				self.assert_throws(
					ClassOverrideError, f"the class of {doctype}", theirs, "Uninstall erpnext"
				),
			):
				install.before_install()

	def test_class_that_is_not_there_is_refused(self):
		with (
			changed_hooks(override_doctype_class={VISIT: ["hotel_visits.visit.HotelVisit"]}),
			self.assert_throws(ClassOverrideError, "App hotel_visits", "does not extend"),
		):
			install.before_install()

	def test_class_that_extends_ours_is_welcome_where_it_is_the_last(self):
		paths = ["hotel_visits.visit.HotelVisit", f"{__name__}.HotelVisit"]

		with changed_hooks(override_doctype_class={VISIT: paths, "Customer": ["hotel_visits.Guest"]}):
			self.assertIsNone(install.before_install())


class TestMigrate(VisitTestCase):
	def test_migrate_touches_nothing_that_is_in_place(self):
		before = get_records()

		install.after_migrate()

		self.assertEqual(get_records(), before)

	def test_migrate_mends_what_we_rely_on_in_a_field_and_that_alone(self):
		self.assertEqual(custom_fields.get_changed_fields(), {})
		name = "Stock Entry-maintenance_visit"
		before = frappe.get_doc("Custom Field", name).as_dict()
		# Where the table is altered MariaDB commits
		self.addCleanup(frappe.db.commit)
		self.addCleanup(frappe.db.set_value, "Custom Field", name, "label", before.label)
		frappe.db.set_value("Custom Field", name, {"read_only": 0, "label": "Intervention"})

		[essentials] = custom_fields.get_changed_fields().pop("Stock Entry")
		custom_fields.put_in_place()

		self.assertNotIn("label", essentials)
		after = frappe.get_doc("Custom Field", name).as_dict()
		changed = {key for key in after if after[key] != before[key]} - {"modified", "modified_by"}
		self.assertEqual((changed, after.label), ({"label"}, "Intervention"))

	def test_what_an_admin_made_of_a_field_outlives_a_migrate(self):
		make_field_an_admins()

		install.after_migrate()

		field = frappe.get_doc("Custom Field", "Sales Order-maintenance_status")
		self.assertEqual({key: field.get(key) for key in OF_AN_ADMIN}, OF_AN_ADMIN)

	def test_rule_that_an_admin_took_away_stays_away(self):
		rule = {"parent": "Serial No", "role": "Maintenance User"}
		frappe.db.delete("Custom DocPerm", rule)

		install.after_migrate()

		self.assertFalse(frappe.db.exists("Custom DocPerm", rule))


class TestOldVisits(VisitTestCase):
	"""Visits as ERPNext leaves them: it knows no status but Draft, Submitted and Cancelled."""

	def test_each_status_is_what_follows_from_the_visit(self):
		visits = make_visits_in_each_state()
		forget({visit.name for visit in visits}, status="Draft")

		old_visits.tell_what_follows()

		stored = get_stored(visits, "status")
		self.assertEqual([get_status(load(VISIT, visit.name)) for visit in visits], stored)
		self.assertEqual(
			stored, ["Draft", "Planned", "Overdue", "Overdue", "In Progress", "Submitted", "Cancelled"]
		)

	def test_lists_and_cards_find_what_is_overdue_at_once(self):
		old_visits.tell_what_follows()  # from what other tests left
		visit = make_visit(mntc_date=add_days(today(), -40)).insert()
		forget({visit.name}, status="Draft")
		before = count_visits("Overdue"), count_visits("Draft")

		old_visits.tell_what_follows()

		self.assertEqual((count_visits("Overdue"), count_visits("Draft")), (before[0] + 1, before[1] - 1))

	def test_customer_name_comes_from_the_customer_where_there_is_none(self):
		empty, missing, other = (make_visit().insert() for _number in range(3))
		forget({empty.name}, customer_name="")
		forget({missing.name}, customer_name=None)
		forget({other.name}, customer_name="Hotel as it was called then")

		old_visits.tell_what_follows()

		self.assertEqual(
			get_stored((empty, missing, other), "customer_name"),
			[HOTEL, HOTEL, "Hotel as it was called then"],
		)

	def test_visit_of_a_customer_who_is_gone_is_titled_by_its_id(self):
		visit = make_visit().insert()
		forget({visit.name}, customer="Gone", customer_name="")

		old_visits.tell_what_follows()

		self.assertEqual(get_stored([visit], "customer_name"), ["Gone"])

	def test_signature_status_follows_from_the_signature(self):
		signed, unsigned = make_visit().insert(), make_visit().insert()
		forget({signed.name}, signature_status=None, customer_signature="data:image/png;base64,iVBORw0KGgo=")
		forget({unsigned.name}, signature_status="Signed")

		old_visits.tell_what_follows()

		self.assertEqual(get_stored((signed, unsigned), "signature_status"), ["Signed", "Not Signed"])

	def test_nobody_is_billed_for_what_was_submitted_or_cancelled_without_this_app(self):
		submitted, cancelled = (do_work(make_visit()).insert().submit() for _number in range(2))
		cancelled.cancel()
		forget({submitted.name}, billing_status=None)
		forget({cancelled.name}, billing_status="To Bill")

		old_visits.tell_what_follows()

		self.assertEqual(get_stored((submitted, cancelled), "billing_status"), [None, None])

	def test_nothing_counts_as_changed(self):
		visits = make_visits_in_each_state()
		forget({visit.name for visit in visits}, status="Draft", customer_name=None)
		before = get_stored(visits, "modified")

		old_visits.tell_what_follows()

		self.assertEqual(get_stored(visits, "modified"), before)

	def test_many_visits_cost_the_statements_of_few(self):
		visits = [make_visit().insert()]
		few = count_statements(old_visits.tell_what_follows)
		visits += [make_visit().insert() for _number in range(12)]
		forget({visit.name for visit in visits}, status="Draft", customer_name=None)

		many = count_statements(old_visits.tell_what_follows)

		self.assertEqual(len(many), len(few), "\n".join(many))
		self.assertLessEqual(len(many), MOST_STATEMENTS_TO_TELL)

	def test_migrate_looks_at_visits_only_where_erpnext_had_them(self):
		visit = make_visit().insert()
		forget({visit.name}, status="Draft")

		install.after_migrate()

		self.assertEqual(get_stored([visit], "status"), ["Draft"])

	def test_installing_again_tells_what_happened_meanwhile(self):
		visit = make_visit().insert()
		forget({visit.name}, status="Draft")
		notes.erase(notes.INSTALLED)

		install.after_migrate()

		self.assertEqual(get_stored([visit], "status"), ["Planned"])


class TestIndexes(VisitTestCase):
	def test_what_lists_and_cards_filter_by_has_an_index_and_with_the_status_too(self):
		for columns in (
			("status", "creation"),
			("billing_status", "creation"),
			("status", "billing_status", "creation"),
			("completion_status", "status", "creation"),
			("signature_status", "status", "creation"),
			("customer", "mntc_date"),
			("mntc_date", "status", "maintenance_type"),
		):
			name = f"{'_'.join(columns)}_index"
			self.assertTrue(frappe.db.has_index(f"tab{VISIT}", name), name)


class TestRulesOfASite(VisitTestCase):
	def test_install_tells_which_role_a_sites_own_rules_shut_out_and_adds_nothing(self):
		make_rules_of_erpnext()

		with redirect_stdout(StringIO()) as told:
			install.install()

		self.assertIn("Maintenance Manager can't use Maintenance Visit", told.getvalue())
		self.assertIn("maintenance-visit-doctor --fix", told.getvalue())
		self.assertNotIn("Maintenance User can't use", told.getvalue())
		self.assertEqual(get_roles_of_rules(), ["Maintenance User"])

	def test_install_says_nothing_where_the_rules_are_those_of_the_file(self):
		with redirect_stdout(StringIO()) as told:
			install.install()

		self.assertEqual(told.getvalue(), "")

	def test_uninstalling_takes_back_the_rule_that_the_doctor_added(self):
		make_rules_of_erpnext()
		permissions.let_in(permissions.get_shut_out_roles())
		self.assertEqual(get_roles_of_rules(), ["Maintenance Manager", "Maintenance User"])

		permissions.remove_permissions()

		self.assertEqual(get_roles_of_rules(), ["Maintenance User"])

	def test_rule_of_the_doctors_that_an_admin_changed_stays(self):
		make_rules_of_erpnext()
		permissions.let_in(["Maintenance Manager"])
		frappe.db.set_value("Custom DocPerm", {"parent": VISIT, "role": "Maintenance Manager"}, "delete", 0)

		permissions.remove_permissions()

		self.assertIn("Maintenance Manager", get_roles_of_rules())


class TestDefaultPrintFormat(VisitTestCase):
	def test_installing_makes_the_service_report_what_a_visit_is_printed_as(self):
		frappe.db.delete("Property Setter", print_formats.DEFAULT)

		print_formats.set_default_print_format()

		self.assertEqual(frappe.get_meta(VISIT).default_print_format, "Service Report")

	def test_other_format_that_an_admin_chose_stays(self):
		for chosen in ("Hotel Report", ""):
			frappe.db.set_value("Property Setter", print_formats.DEFAULT, "value", chosen)

			print_formats.set_default_print_format()
			print_formats.unset_default_print_format()

			self.assertEqual(frappe.db.get_value("Property Setter", print_formats.DEFAULT, "value"), chosen)

	def test_uninstalling_takes_ours_back(self):
		print_formats.unset_default_print_format()

		self.assertFalse(frappe.get_meta(VISIT).default_print_format)


class TestOwnership(VisitTestCase):
	def test_only_an_admins_series_is_kept(self):
		for options in ("MAT-MVS-.YYYY.-", ""):
			make_property_setter(VISIT, "naming_series", "options", options, "Text")
			ownership.drop_stale_naming_series()
			self.assertFalse(frappe.db.exists("Property Setter", ownership.SERIES), options)

		make_property_setter(VISIT, "naming_series", "options", "HOTEL-.####", "Text")
		ownership.drop_stale_naming_series()
		self.assertTrue(frappe.db.exists("Property Setter", ownership.SERIES))

	def test_module_without_the_files_is_told_before_anything_is_lost(self):
		with self.assert_throws(OwnershipError, VISIT, "Selling", "could not be imported"):
			ownership.reload_into("Selling")

		self.assertEqual(set(ownership.get_modules().values()), {ownership.OURS})

	def test_drafts_get_a_status_that_erpnext_knows(self):
		draft, planned = make_visit(technician=None).insert(), make_visit().insert()
		modified = planned.modified
		frappe.db.set_value(
			"DocField", {"parent": VISIT, "fieldname": "status"}, "options", "\nDraft\nCancelled\nSubmitted"
		)
		frappe.clear_cache(doctype=VISIT)

		ownership.return_statuses()

		for visit in (draft, planned):
			self.assertEqual(frappe.db.get_value(VISIT, visit.name, "status"), "Draft")
		self.assertEqual(str(frappe.db.get_value(VISIT, planned.name, "modified")), str(modified))


class TestUninstall(VisitTestCase):
	def test_our_jobs_go_at_once(self):
		jobs = {"method": ("like", "maintenance_visit_app.%")}
		self.assertTrue(frappe.get_all("Scheduled Job Type", jobs))

		uninstall.remove_jobs()

		self.assertFalse(frappe.get_all("Scheduled Job Type", jobs))
		self.assertTrue(frappe.get_all("Scheduled Job Type"))

	def test_module_that_an_interrupted_uninstall_deleted_comes_back_for_its_doctypes(self):
		frappe.db.delete("Module Def", {"name": ownership.OURS})

		uninstall.restore_module()

		self.assertEqual(frappe.db.get_value("Module Def", ownership.OURS, "app_name"), ownership.APP)

	def test_standard_rule_that_looks_like_ours_stays(self):
		frappe.permissions.add_permission("Territory", "Purchase User", ptype="select")
		rule = frappe.get_all(
			"Custom DocPerm", {"parent": "Territory", "role": "Purchase User"}, pluck="name"
		)
		frappe.db.set_value("Custom DocPerm", rule[0], "role", "Maintenance Manager")

		permissions.remove_permissions()

		self.assertTrue(frappe.db.exists("Custom DocPerm", rule[0]))


def get_records() -> dict[str, list]:
	return {
		doctype: frappe.get_all(doctype, fields=["name", "modified"], order_by="name")
		for doctype in ("DocType", "DocField", "Custom Field", "Property Setter", "Custom DocPerm")
	}


def get_roles_of_rules() -> list[str]:
	return frappe.get_all("Custom DocPerm", {"parent": VISIT}, pluck="role", order_by="role")


def make_visits_in_each_state() -> list:
	day = add_days(today(), -3)
	submitted, cancelled = (do_work(make_visit()).insert().submit() for _number in range(2))
	cancelled.cancel()
	begun = make_visit(mntc_date=day)
	begun.append("time_logs", {"service_person": JULIE, "from_time": f"{day} 09:00:00"})
	return [
		make_visit(technician=None).insert(),
		make_visit().insert(),
		make_visit(technician=None, mntc_date=day).insert(),
		make_visit(mntc_date=day).insert(),
		begun.insert(),
		submitted,
		cancelled,
	]


def forget(visits: set[str], **values) -> None:
	"""Write what the visits say past their controller."""
	frappe.db.set_value(VISIT, {"name": ("in", visits)}, values, update_modified=False)


def get_stored(visits, fieldname: str) -> list:
	return [frappe.db.get_value(VISIT, visit.name, fieldname) for visit in visits]


def count_visits(status: str) -> int:
	"""What a Number Card shows."""
	card = frappe.get_doc("Number Card", "Overdue Visits")
	return get_result(card.as_json(), [[VISIT, "status", "=", status]])
