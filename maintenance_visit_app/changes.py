"""Every change of a visit has a number, in the order in which changes become visible: what the changes feed goes by.

`modified` can't be that order: it is set when a visit is saved, and others see it when the transaction commits, maybe
after later ones. So numbers are given at the end of the transaction, after its last statement: the counter is locked
from there until the commit, a few milliseconds, and nothing is waited for meanwhile. Whoever sees a number sees all
smaller ones, and a transaction that is rolled back has none.
"""

from collections.abc import Iterable

import frappe
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import create_batch, now

from maintenance_visit_app.records import get_by_name, set_by_name

VISIT, CHANGE = "Maintenance Visit", "Visit Change"
COUNTER = "maintenance-visit-changes"
FIELDS = ["number", "first_number", "moved_number"]
AT_ONCE = 1000


def note_visit(visit: Document) -> None:
	"""Note that a visit was saved; and whether others may read it now, as far as that follows from its links."""
	before = visit.get_doc_before_save()
	fieldnames = [field.fieldname for field in visit.meta.get_link_fields()]
	is_moved = bool(before) and any(before.get(name) != visit.get(name) for name in fieldnames)
	note([visit.name], is_moved)


def note(visits: Iterable[str], is_moved: bool = False) -> None:
	"""Note that visits are changed by this transaction. `is_moved`: others may read them than before."""
	noted = getattr(frappe.local, "changed_visits", None)
	if noted is None:
		noted = frappe.local.changed_visits = {}
		frappe.db.before_commit.add(write)
		frappe.db.after_rollback.add(forget)
	for visit in visits:
		noted[visit] = noted.get(visit) or is_moved


def forget() -> None:
	frappe.local.changed_visits = None


def write() -> None:
	"""Give the changes of this transaction their numbers, as the last thing before it commits."""
	noted = getattr(frappe.local, "changed_visits", None)
	forget()
	# While a site migrates to the first version with numbers, visits may be saved before their table is there
	if noted and frappe.db.table_exists(CHANGE):
		for names in create_batch(sorted(noted), AT_ONCE):
			write_numbers({name: noted[name] for name in names})


def write_numbers(noted: dict[str, bool]) -> None:
	last = take_numbers(len(noted))
	numbers = dict(zip(noted, range(last - len(noted) + 1, last + 1), strict=True))
	numbered = get_numbered(set(noted))
	# What a savepoint took back was never there
	new = get_by_name(VISIT, noted.keys() - numbered.keys(), [])
	insert({name: numbers[name] for name in noted if name in new})
	updates = {
		name: {"number": numbers[name], "moved_number": numbers[name] if noted[name] else moved_number}
		for name, moved_number in numbered.items()
	}
	set_by_name(CHANGE, updates)


def take_numbers(count: int) -> int:
	"""Return the last one of so many numbers. Whoever is next waits for this transaction's commit."""
	series = DocType("Series")
	query = frappe.qb.from_(series).select(series.current).where(series.name == COUNTER)
	frappe.qb.update(series).set(series.current, series.current + count).where(series.name == COUNTER).run()
	if current := query.for_update().run():
		return current[0][0]
	frappe.qb.into(series).columns(series.name, series.current).insert(COUNTER, count).run()
	return count


def get_last_number() -> int:
	"""Return the number of the last change that this transaction sees."""
	series = DocType("Series")
	query = frappe.qb.from_(series).select(series.current).where(series.name == COUNTER)
	return next(iter(query.run(pluck=True)), 0)


def get_numbered(names: set[str]) -> dict[str, int]:
	"""Return {visit: its moved number} as it is now: others may have written since the transaction began."""
	change = DocType(CHANGE)
	query = frappe.qb.from_(change).select(change.name, change.moved_number)
	return dict(query.where(change.name.isin(sorted(names))).for_update().run())


def insert(numbers: dict[str, int]) -> None:
	if not numbers:
		return
	moment, user = now(), frappe.session.user
	fields = ["name", "owner", "creation", "modified", "modified_by", *FIELDS]
	rows = [(name, user, moment, moment, user, number, number, 0) for name, number in numbers.items()]
	frappe.db.bulk_insert(CHANGE, fields, rows)


def note_all() -> None:
	"""Number all visits anew: another app may have changed them without telling. At install."""
	note(frappe.get_all(VISIT, pluck="name", order_by="modified"))


def note_unnoted() -> None:
	"""Number the visits that have no number yet. At migrate."""
	visit, change = DocType(VISIT), DocType(CHANGE)
	query = frappe.qb.from_(visit).left_join(change).on(change.name == visit.name).select(visit.name)
	note(query.where(change.name.isnull()).run(pluck=True))
