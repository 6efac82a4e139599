"""Ways in: single visits, made once and changed by who knows what they were."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, escape_html, format_datetime, get_datetime, get_fullname

from maintenance_visit_app.api.answers import set_header
from maintenance_visit_app.api.errors import OperationError, refuse
from maintenance_visit_app.api.idempotency import idempotent
from maintenance_visit_app.api.limits import limited
from maintenance_visit_app.api.operation import bold
from maintenance_visit_app.api.planning import VISIT, get_new_visit, is_sent
from maintenance_visit_app.api.rows import read_rows, set_rows
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.values import get_json, read
from maintenance_visit_app.maintenance_visits.permitted_visit import get_permitted_visit, may_read_all


class ChangedMeanwhileError(OperationError):
	"""Somebody else has saved the visit since the program read it."""

	http_status_code = 409


class PreconditionError(ChangedMeanwhileError):
	"""The same, where the program asked by If-Match."""

	http_status_code = 412


@frappe.whitelist(methods=["POST"])
@limited
@idempotent
def create_visit(values: str | dict) -> dict:
	"""Make a visit of {field: value} and return it, with its ETag.

	Rows are those of `purposes` and of `required_skills`, such as {"skill": "Gas"}; the work has operations of its
	own. With the header `Idempotency-Key`, or with `external_system` and `external_id` in the values, the visit is
	made once. The user needs to create visits.

	Raises ExternalIdTakenError (409), whose message names the visit that is there.
	"""
	frappe.has_permission(VISIT, "create", throw=True)
	return tell(get_new_visit(get_json(values, dict, "values")).insert())


@frappe.whitelist(methods=["POST", "PUT", "PATCH"])
@limited
@idempotent
def update_visit(visit: str, values: str | dict, modified: str | None = None) -> dict:
	"""Change fields of a visit and return it, with its ETag.

	Of `purposes`, rows with a `name` are changed, those without are appended, and the others stay; `required_skills`
	stand for all of their rows. With the header `If-Match`, or with `modified`, it is changed only if nobody else has
	saved it since. The user needs to write it.

	Raises PreconditionError (412) or ChangedMeanwhileError (409), which say who has saved it and when.
	"""
	frappe.has_permission(VISIT, "write", throw=True)
	document = get_permitted_visit(visit, "write", for_update=True)
	validate_unchanged(document, modified)
	change(document, get_json(values, dict, "values"))
	return tell(document.save())


@frappe.whitelist(methods=["GET"])
@limited
def get_visit(
	visit: str | None = None, external_system: str | None = None, external_id: str | None = None
) -> dict:
	"""Return a visit, by its name or by what another program calls it, with its ETag. The user needs to read it."""
	frappe.has_permission(VISIT, "read", throw=True)
	asked_for = external_id or visit
	if external_id:
		filters = {"external_system": cstr(external_system), "external_id": external_id}
		visit = frappe.db.get_value(VISIT, filters)
	is_there = visit and frappe.db.exists(VISIT, {"name": visit})
	if not is_there and may_read_all():
		frappe.throw(_("There is no such visit."), frappe.DoesNotExistError, title=_("Maintenance Visit"))
	return tell(get_permitted_visit(visit or "", told_as=asked_for))


def validate_unchanged(visit: Document, modified: str | None) -> None:
	"""Compare with what the program has read: the header counts before the argument."""
	header = frappe.get_request_header("If-Match") if getattr(frappe.local, "request", None) else None
	if header is not None:
		tags = [tag.strip().removeprefix("W/").strip('"') for tag in header.split(",")]
		if "*" not in tags and cstr(visit.modified) not in tags:
			throw_changed(visit, PreconditionError)
	elif modified and not is_same_moment(modified, visit):
		throw_changed(visit, ChangedMeanwhileError)


def is_same_moment(modified: str, visit: Document) -> bool:
	return read(get_datetime, modified) == get_datetime(visit.modified)


def throw_changed(visit: Document, error: type[OperationError]) -> None:
	refuse(
		_("{0} has saved {1} at {2}, after you read it. Read it again, and then change it.").format(
			frappe.bold(escape_html(get_fullname(visit.modified_by))),
			escape_html(visit.name),
			format_datetime(visit.modified),
		),
		"modified",
		error,
	)


def change(visit: Document, values: dict) -> None:
	"""Write what was sent. Raises OperationError for a field that can't be."""
	for fieldname, value in values.items():
		if fieldname == "purposes":
			change_rows(visit, read_rows(fieldname, value or [], "values.purposes", with_names=True))
		elif fieldname == "required_skills":
			set_rows(visit, fieldname, value, "values.required_skills")
		elif is_sent(visit.meta.get_field(fieldname)):
			visit.set(fieldname, value)
		else:
			refuse(_("{0} can't be set.").format(bold(fieldname)), f"values.{fieldname}")


def change_rows(visit: Document, rows: list[dict]) -> None:
	there = {row.name: row for row in visit.purposes}
	for idx, values in enumerate(rows, start=1):
		values = dict(values)
		name = values.pop("name", None)
		if name and name not in there:
			refuse(
				_("Row #{0}: the visit has no row {1}.").format(idx, bold(name)),
				f"values.purposes.{idx}.name",
			)
		if name:
			there[name].update(values)
		else:
			visit.append("purposes", values)


def tell(visit: Document) -> dict:
	"""Return what the user may see of the visit, and say by its ETag which version that is."""
	visit.apply_fieldlevel_read_permissions()
	set_header("ETag", f'"{visit.modified}"')
	return visit.as_dict()
