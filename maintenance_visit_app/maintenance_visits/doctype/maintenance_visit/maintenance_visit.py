from typing import TYPE_CHECKING

import frappe
from erpnext.utilities.transaction_base import TransactionBase
from frappe import _
from frappe.model.document import Document

from maintenance_visit_app import changes
from maintenance_visit_app.maintenance_visits import external_ids, named_schedules, stored_values
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit import (
	announcements,
	billing,
	checklist,
	completion,
	customer_details,
	dates,
	drafts,
	follow_up,
	later_visits,
	links,
	maintenance_type,
	missing,
	photos,
	serial_numbers,
	sign_off,
	sources,
	technicians,
	time_logs,
	values,
)
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.status import (
	get_status,
	validate_untouched,
)
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_settings,
)
from maintenance_visit_app.maintenance_visits.parts import issue, parts
from maintenance_visit_app.maintenance_visits.source_kinds import tell_sources
from maintenance_visit_app.retry import told_when_busy
from maintenance_visit_app.rich_text import sanitize_texts


class PurposesRequiredError(frappe.ValidationError):
	pass


class MaintenanceVisit(TransactionBase):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	if TYPE_CHECKING:
		from frappe.types import DF

		from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_check.maintenance_visit_check import (
			MaintenanceVisitCheck,
		)
		from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_part.maintenance_visit_part import (
			MaintenanceVisitPart,
		)
		from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_photo.maintenance_visit_photo import (
			MaintenanceVisitPhoto,
		)
		from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_purpose.maintenance_visit_purpose import (
			MaintenanceVisitPurpose,
		)
		from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_time_log.maintenance_visit_time_log import (
			MaintenanceVisitTimeLog,
		)
		from maintenance_visit_app.maintenance_visits.doctype.service_skill_link.service_skill_link import (
			ServiceSkillLink,
		)

		address_display: DF.TextEditor | None
		amended_from: DF.Link | None
		announce_after: DF.Datetime | None
		announced_for: DF.Data | None
		billable_hours: DF.Float
		billable_hours_entered: DF.Check
		billing_status: DF.Literal["", "Not Billable", "To Bill", "Partly Billed", "Billed"]
		checks: DF.Table[MaintenanceVisitCheck]
		company: DF.Link
		completion_status: DF.Literal["", "Partially Completed", "Fully Completed"]
		contact_display: DF.SmallText | None
		contact_email: DF.Data | None
		contact_mobile: DF.Data | None
		contact_person: DF.Link | None
		customer: DF.Link
		customer_address: DF.Link | None
		customer_feedback: DF.SmallText | None
		customer_group: DF.Link | None
		customer_name: DF.Data | None
		customer_signature: DF.Signature | None
		earliest: DF.Datetime | None
		external_id: DF.Data | None
		external_system: DF.Data | None
		fixed_appointment: DF.Check
		follow_up_of: DF.Link | None
		language: DF.Link | None
		latest: DF.Datetime | None
		maintenance_checklist: DF.Link | None
		maintenance_schedule: DF.Link | None
		maintenance_schedule_detail: DF.Link | None
		maintenance_type: DF.Literal["", "Scheduled", "Unscheduled", "Breakdown"]
		mntc_date: DF.Date
		mntc_time: DF.Time | None
		naming_series: DF.Literal["MAT-MVS-.YYYY.-"]
		parts: DF.Table[MaintenanceVisitPart]
		photos: DF.Table[MaintenanceVisitPhoto]
		planned_duration: DF.Duration | None
		priority: DF.Literal["Low", "Medium", "High", "Urgent"]
		purposes: DF.Table[MaintenanceVisitPurpose]
		rating: DF.Rating
		required_skills: DF.TableMultiSelect[ServiceSkillLink]
		signature_status: DF.Literal["Not Signed", "Signed"]
		signed_by: DF.Data | None
		signed_on: DF.Datetime | None
		status: DF.Literal["", "Draft", "Planned", "Overdue", "In Progress", "Submitted", "Cancelled"]
		technicians: DF.SmallText | None
		territory: DF.Link | None
		time_logs: DF.Table[MaintenanceVisitTimeLog]
		working_hours: DF.Float
	# end: auto-generated types

	@property
	def notify_customer(self) -> int:
		"""Whether the settings let the customer have mail: in Frappe 15, a Notification's condition can ask only the document."""
		return get_settings().notify_customers

	def load_from_db(self):
		"""A day that has passed since the daily job makes a draft overdue for who reads it."""
		super().load_from_db()
		if self.docstatus.is_draft():
			self.set_status()
		return self

	def before_mapping(self, source_document: Document, table_maps: dict) -> None:
		"""Called by frappe.model.mapper before any source is mapped into this visit.

		One without a customer is new: its company is the user's default, not a statement.
		"""
		if self.customer:
			sources.validate_same_customer_and_company(self, source_document)

	def _validate_links(self) -> None:
		"""Frappe has no event before it checks the links, and refuses a visit that was cancelled and amended."""
		if self._action in ("save", "submit"):
			values.validate_single_values(self)
			sources.validate_source_doctypes(self)
			named_schedules.lock_new_schedules(self)
			serial_numbers.set_items(self)
			follow_up.set_follow_up_of(self)
		super()._validate_links()
		links.validate_links(self)

	def check_if_latest(self) -> None:
		"""Where Frappe locks the visit. A planner's turn, and that of who submits for a source, comes before it."""
		dates.lock_planning(self)
		sources.lock_sources(self)
		super().check_if_latest()
		stored_values.check_permission(self)
		if self._action == "cancel":
			stored_values.keep_stored_values(self)

	def save(self, *args, **kwargs) -> Document:
		with told_when_busy(), external_ids.told_when_taken(self):
			return super().save(*args, **kwargs)

	def insert(self, *args, **kwargs) -> Document:
		maintenance_type.note_choice(self)
		with told_when_busy(), external_ids.told_when_taken(self):
			return super().insert(*args, **kwargs)

	def before_insert(self) -> None:
		billing.clear_billing_status(self)
		billing.reset_derived_hours(self)
		billing.reset_derived_coverage(self)

	def before_validate(self) -> None:
		values.validate_values(self)
		stored_values.keep_origin(self)
		self.drop_empty_rows()
		maintenance_type.set_maintenance_type(self)
		dates.set_date_and_time(self)
		customer_details.set_customer_details(self)
		checklist.add_checks(self)

	def validate(self) -> None:
		validate_untouched(self)
		external_ids.validate_external_id(self)
		self.validate_purposes()
		serial_numbers.validate_serial_numbers(self)
		technicians.tell_of_groups(self)
		technicians.set_technicians(self)
		schedule_dates = sources.validate_sources(self)
		follow_up.validate_follow_up(self)
		dates.validate_date(self, schedule_dates)
		dates.validate_window(self)
		dates.validate_double_booking(self)
		time_logs.set_working_hours(self)
		checklist.validate_readings(self)
		photos.validate_photos(self)
		parts.set_and_validate_parts(self)
		billing.validate_billable_hours(self)
		billing.note_entered_coverage(self)
		sign_off.set_signature(self)
		missing.tell_of_early_signature(self)
		sign_off.validate_sealed(self)
		sanitize_texts(self)
		self.set_status()
		announcements.set_announcement(self)

	def before_submit(self) -> None:
		dates.tell_of_future(self)
		completion.set_completion_status(self)
		missing.validate_nothing_missing(self)
		sources.validate_open_lines(self)
		billing.set_coverage(self)
		billing.set_billable_hours(self)
		billing.set_billing_status(self)

	def on_update(self) -> None:
		if self.docstatus.is_draft():
			technicians.assign_technicians(self)

	def on_submit(self) -> None:
		tell_sources(self)
		technicians.close_assignments(self)
		issue.issue_parts(self)

	def before_cancel(self) -> None:
		later_visits.validate_no_later_visits(self)
		drafts.validate_no_drafts(self)
		billing.validate_not_billed(self)
		billing.clear_billing_status(self)
		self.set_status()

	def on_cancel(self) -> None:
		tell_sources(self)
		issue.cancel_stock_entry(self)

	def on_change(self) -> None:
		changes.note_visit(self)

	def after_delete(self) -> None:
		changes.note([self.name])

	def before_print(self, settings: Document | None = None) -> None:
		"""Frappe prints what a form sends before it was saved."""
		values.validate_single_values(self)

	def drop_empty_rows(self) -> None:
		"""Desk's grid appends an empty row behind the last one."""
		self.purposes = [row for row in self.purposes if not row.is_empty()]
		self.set_idx_of_purposes()

	def set_idx_of_purposes(self) -> None:
		for idx, row in enumerate(self.purposes, start=1):
			row.idx = idx

	def validate_purposes(self) -> None:
		if not self.purposes:
			frappe.throw(
				_("Add at least one row to the table Purposes: what is to be maintained on this visit."),
				PurposesRequiredError,
				title=_("Purposes Required"),
			)

	def set_status(self) -> None:
		self.status = get_status(self)


def on_doctype_update() -> None:
	"""Index what lists, cards, calendars and reports ask for. The fields are ERPNext's, so no `search_index` on them.

	A list is in the order of creation: where its filters leave many, the twenty latest are soon found among all; of
	few they are found by an index in that order, also of two filters that hardly any visit fits together. Without
	`creation` MariaDB would intersect two of these indexes, for seconds.
	"""
	frappe.db.add_index("Maintenance Visit", ["status", "creation"])
	frappe.db.add_index("Maintenance Visit", ["billing_status", "creation"])
	frappe.db.add_index("Maintenance Visit", ["status", "billing_status", "creation"])
	frappe.db.add_index("Maintenance Visit", ["completion_status", "status", "creation"])
	frappe.db.add_index("Maintenance Visit", ["signature_status", "status", "creation"])
	frappe.db.add_index("Maintenance Visit", ["customer", "mntc_date"])
	frappe.db.add_index("Maintenance Visit", ["mntc_date", "mntc_time"])
	frappe.db.add_index("Maintenance Visit", ["mntc_date", "status", "maintenance_type"])
	frappe.db.add_index("Maintenance Visit", ["maintenance_schedule_detail", "docstatus"])
	frappe.db.add_unique("Maintenance Visit", ["external_system", "external_id"], external_ids.CONSTRAINT)
