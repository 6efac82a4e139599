"""Way in: what has changed since a program asked last, so that its copy misses nothing."""

import hashlib
import re
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.permissions import get_user_permissions
from frappe.query_builder import DocType

from maintenance_visit_app.api.errors import OperationError, refuse
from maintenance_visit_app.api.limits import limited
from maintenance_visit_app.changes import CHANGE, VISIT, get_last_number

MOST, USUAL = 1000, 200
CURSOR = re.compile(r"1\.(\d{1,18})\.([0-9a-f]{16})")
# A drawing of some ten kilobytes, and what only the app's own jobs go by
NOT_TOLD = ("customer_signature", "announced_for", "announce_after")
FIELDS_OF_ALL = ("name", "owner", "creation", "modified", "modified_by", "docstatus")
FIELDS_OF_ROWS = ("name", "parent", "idx", "modified")


class CursorError(OperationError):
	http_status_code = 400


@dataclass(frozen=True)
class Cursor:
	"""The last change that a program knows of, and what its user might read at that time."""

	number: int
	rights: str

	@classmethod
	def read(cls, text: str | None, rights: str) -> "Cursor":
		if not text:
			return cls(0, rights)
		found = CURSOR.fullmatch(text)
		if not found:
			refuse(_("The cursor is none that was answered. Begin anew, without one."), "after", CursorError)
		return cls(int(found[1]), found[2])

	def __str__(self) -> str:
		return f"1.{self.number}.{self.rights}"


@frappe.whitelist(methods=["GET"])
@limited
def get_changes(after: str | None = None, limit: int = USUAL) -> dict:
	"""Return what has changed since the cursor `after`, at most `limit` (1 to 1000) visits, in the order of changes.

	{visits, deleted, cancelled, unreadable, cursor, more, restart}: `visits` as they are now, with all rows, each
	once however often it changed; `deleted` and `unreadable` the names of those that are to be dropped; `cancelled`
	those of `visits` that count no more. Ask again with `cursor` while there is `more`, and later to learn of what is
	new. Where `restart` is true the user's rights have changed, or the site was restored: begin without a cursor, and
	drop what doesn't come again.

	Nothing is left out, whoever writes meanwhile. What rules of other apps let a user read may change without a
	visit changing: that isn't told. The user needs to read visits, and gets those that his list shows.
	"""
	frappe.has_permission(VISIT, "read", throw=True)
	rights = get_rights()
	cursor = Cursor.read(after, rights)
	limit = min(max(limit, 1), MOST)
	if cursor.rights != rights:
		return restart()
	found = get_changed(cursor.number, limit + 1)
	if not found and cursor.number > get_last_number():
		return restart()
	return get_page(found[:limit], cursor, is_more=len(found) > limit)


def restart() -> dict:
	empty = {"visits": [], "deleted": [], "cancelled": [], "unreadable": []}
	return {**empty, "cursor": None, "more": True, "restart": True}


def get_rights() -> str:
	"""Return what stands for all that decides which visits the user's list shows, but for the visits themselves."""
	rules = [
		(rule.role, rule.permlevel, rule.read, rule.select, rule.if_owner)
		for rule in frappe.get_meta(VISIT).permissions
	]
	user = frappe.session.user
	whole = (user, sorted(frappe.get_roles(user)), sorted(map(str, rules)), get_restrictions(user))
	return hashlib.sha256(repr(whole).encode()).hexdigest()[:16]


def get_restrictions(user: str) -> list:
	return sorted(
		(doctype, sorted(str(sorted(permission.items(), key=str)) for permission in permissions))
		for doctype, permissions in get_user_permissions(user).items()
	)


def get_changed(number: int, limit: int) -> list[frappe._dict]:
	change = DocType(CHANGE)
	query = frappe.qb.from_(change).select(
		change.name, change.number, change.first_number, change.moved_number
	)
	return query.where(change.number > number).orderby(change.number).limit(limit).run(as_dict=True)


def get_page(found: list[frappe._dict], cursor: Cursor, is_more: bool) -> dict:
	names = [change.name for change in found]
	visits = get_visits(names)
	# What the program can't have is not told: nobody learns of visits by asking what is gone
	gone = [change for change in found if change.name not in visits and change.first_number <= cursor.number]
	there = get_names({change.name for change in gone})
	return {
		"visits": [visits[name] for name in names if name in visits],
		"deleted": [change.name for change in gone if change.name not in there],
		"cancelled": [name for name in names if name in visits and visits[name]["docstatus"] == 2],
		"unreadable": [
			change.name for change in gone if change.name in there and change.moved_number > cursor.number
		],
		"cursor": str(Cursor(found[-1].number if found else cursor.number, cursor.rights)),
		"more": is_more,
		"restart": False,
	}


def get_visits(names: list[str]) -> dict[str, dict]:
	"""Return {name: visit with its rows} of those that the user may read, in a statement for each table."""
	if not names:
		return {}
	fields = get_fields(VISIT, FIELDS_OF_ALL)
	visits = {
		visit.name: visit
		for visit in frappe.get_list(VISIT, {"name": ("in", names)}, fields, limit=0, order_by=None)
	}
	for table in frappe.get_meta(VISIT).get_table_fields():
		for visit in visits.values():
			visit[table.fieldname] = []
		for row in get_rows(table.options, table.fieldname, list(visits)):
			visits[row.pop("parent")][table.fieldname].append(row)
	return visits


def get_rows(doctype: str, fieldname: str, names: list[str]) -> list[dict]:
	if not names:
		return []
	filters = {"parenttype": VISIT, "parentfield": fieldname, "parent": ("in", names)}
	fields = get_fields(doctype, FIELDS_OF_ROWS)
	return frappe.get_list(
		doctype, filters, fields, parent_doctype=VISIT, limit=0, order_by="parent asc, idx asc"
	)


def get_fields(doctype: str, first: tuple[str, ...]) -> list[str]:
	meta = frappe.get_meta(doctype)
	own = [
		field.fieldname
		for field in meta.fields
		if field.fieldtype not in (*frappe.model.no_value_fields, *frappe.model.table_fields)
		and not field.is_virtual
		and field.fieldname not in NOT_TOLD
	]
	return [*first, *own]


def get_names(names: set[str]) -> set[str]:
	"""Return which of these visits there are, whoever may read them."""
	if not names:
		return set()
	return set(frappe.get_all(VISIT, {"name": ("in", sorted(names))}, pluck="name", order_by=None))
