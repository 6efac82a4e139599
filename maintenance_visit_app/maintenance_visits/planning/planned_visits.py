"""The coming dates of Maintenance Schedules → planned visits, once for each row of a schedule.

A schedule is mapped once, for all of its dates. A background job inserts the visits in short transactions, since
each holds the row of the naming series until it ends.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from itertools import groupby

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.translate import get_user_lang
from frappe.utils import (
	add_days,
	format_date,
	get_link_to_form,
	getdate,
	today,
)
from frappe.utils.user import get_users_with_role

from maintenance_visit_app.arguments import complete
from maintenance_visit_app.asked_once import keeping_answers
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.values import get_day
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_settings,
)
from maintenance_visit_app.maintenance_visits.mappers.from_maintenance_schedule import (
	make_maintenance_visit,
)
from maintenance_visit_app.messages import get_list, notify, take_text
from maintenance_visit_app.retry import DeadlockError, end_batch, read_anew, retried

# As many visits as a user waits for; more are made in the background.
MOST_AT_ONCE = 10
# As many as are made in one transaction of a background job, and the seconds after which it begins no other one:
# until it ends nobody else gets a number for a visit.
BATCH = 10
LONGEST_BATCH = 0.4
SAVEPOINT = "planned_visit"

# {done: [visit], failed: [{maintenance_schedule, day, reason}]}, and of one batch how many were looked_at
Plan = dict[str, list]


@frappe.whitelist(methods=["POST"])
@complete
@retried
def generate_planned_visits(maintenance_schedule: str, until: str | date | None = None) -> list[str]:
	"""Make draft visits for the schedule's dates from today to `until`, and return their names.

	Without `until` the days ahead of Maintenance Visit Settings count. Rows of one day and sales person come
	into one visit; a row that ever had a visit gets no other one. A date that is refused stops no other and is
	told. Where there are many, a background job makes them, and the answer is empty. The user needs to read the
	schedule and to create visits.
	"""
	frappe.has_permission("Maintenance Schedule", "read", maintenance_schedule, throw=True)
	frappe.has_permission("Maintenance Visit", "create", throw=True)
	until = get_day(until or get_last_day())
	due = get_due_rows(until, maintenance_schedule)
	if not due:
		tell_none_due(maintenance_schedule, until)
	if len(list(group(due))) > MOST_AT_ONCE:
		enqueue([maintenance_schedule], until)
		tell_in_background(len(due))
		return []
	plan = add_up(plan_schedule(maintenance_schedule, until, plan_batch))
	if plan["failed"]:
		frappe.msgprint(get_list_of_failed(plan), title=get_title(plan), indicator="orange")
	return plan["done"]


def generate_planned_visits_daily() -> None:
	"""Make the visits that are due within the days ahead, where the settings say so. Daily job."""
	if get_settings().generate_planned_visits:
		until = get_last_day()
		if schedules := sorted({row.parent for row in get_due_rows(until)}):
			enqueue(schedules, until, is_daily=True)


@frappe.whitelist()
def get_last_day() -> date:
	"""Return the day until which visits are planned today, by Maintenance Visit Settings. For every user."""
	return getdate(add_days(today(), get_settings().days_ahead))


def enqueue(maintenance_schedules: list[str], until: date, is_daily: bool = False) -> None:
	"""Queue one job, however many schedules there are: a queue takes no more than some hundred."""
	# Who asks until a later day, or somebody else, is not answered by a job that is under way
	of_what = "all" if is_daily else f"{maintenance_schedules[0]} until {until} for {frappe.session.user}"
	frappe.enqueue(
		plan_in_background,
		queue="long",
		job_id=f"planned visits of {of_what}",
		deduplicate=True,
		enqueue_after_commit=True,
		maintenance_schedules=maintenance_schedules,
		until=until,
		is_daily=is_daily,
	)


def plan_in_background(maintenance_schedules: list[str], until: date, is_daily: bool = False) -> None:
	"""Plan one schedule after the other, and tell the user, or of a daily job's failures the managers."""
	if not is_daily:
		# A job speaks the site's language
		frappe.local.lang = get_user_lang(frappe.session.user)
	plans = []
	for maintenance_schedule in maintenance_schedules:
		for plan in plan_schedule(maintenance_schedule, until, retried(partial(plan_batch, is_quiet=True))):
			plans.append(plan)
			end_batch()
	plan = add_up(plans)
	tell_technicians(plan["done"])
	if is_daily and not plan["failed"]:
		return
	users = get_users_with_role("Maintenance Manager") if is_daily else [frappe.session.user]
	notify(users, get_title(plan), get_list_of_failed(plan) or get_title(plan))


def plan_schedule(maintenance_schedule: str, until: date, plan_batch: Callable) -> Iterator[Plan]:
	"""Insert the schedule's visits, and yield what became of them, batch by batch."""
	due = get_due_rows(until, maintenance_schedule)
	told, planned = len(frappe.get_message_log()), []
	try:
		planned = list(map_visits(maintenance_schedule, due)) if due else []
	except Exception as error:
		yield {"done": [], "failed": [get_failure(maintenance_schedule, due[0].scheduled_date, error, told)]}
	while planned:
		plan = plan_batch(maintenance_schedule, planned[:BATCH])
		del planned[: plan.pop("looked_at")]
		yield plan


def add_up(plans: Iterable[Plan]) -> Plan:
	plans = list(plans)
	return {key: [row for plan in plans for row in plan[key]] for key in ("done", "failed")}


def map_visits(maintenance_schedule: str, due: list[dict]) -> Iterable[dict]:
	"""Map the schedule once, and yield the values of each visit."""
	wanted = {"filtered_children": [row.name for row in due]}
	visit = make_maintenance_visit(maintenance_schedule, item_name=wanted).as_dict()
	rows_of = {}
	for row in visit.pop("purposes"):
		rows_of.setdefault(row.maintenance_schedule_detail, []).append(row)
	for day, rows in group(due):
		purposes = [purpose for row in rows for purpose in rows_of.get(row.name, ())]
		if purposes:
			yield {**visit, "mntc_date": day, "mntc_time": None, "purposes": purposes}


def plan_batch(maintenance_schedule: str, batch: list[dict], is_quiet: bool = False) -> Plan:
	"""Insert the visits whose rows nobody has planned meanwhile, and assign them, as many as there is time for.

	Quietly: the technicians are told by the caller.

	The lock is the transaction's first statement, or is held since then: what is read after it is true. To read the
	rows of visits with lock would shut their index for others, who may hold the naming series.
	"""
	plan = {"done": [], "failed": [], "looked_at": 0}
	read_anew()
	frappe.db.get_value("Maintenance Schedule", maintenance_schedule, "name", for_update=True)
	open_rows = {row.name for row in get_due_rows(None, maintenance_schedule, get_details(batch))}
	began = time.monotonic()
	with keeping_answers():
		for values in batch:
			if plan["looked_at"] and time.monotonic() - began > LONGEST_BATCH:
				break
			if get_details([values]) <= open_rows:
				insert(maintenance_schedule, values, plan, is_quiet)
			plan["looked_at"] += 1
	return plan


def get_details(batch: list[dict]) -> set[str]:
	return {row.maintenance_schedule_detail for values in batch for row in values["purposes"]}


def insert(maintenance_schedule: str, values: dict, plan: Plan, is_quiet: bool) -> None:
	told = len(frappe.get_message_log())
	frappe.db.savepoint(SAVEPOINT)
	try:
		visit = frappe.get_doc(values)
		visit.flags.is_one_of_many = is_quiet
		visit.insert()
	except DeadlockError:
		raise
	except Exception as error:
		frappe.db.rollback(save_point=SAVEPOINT)
		plan["failed"].append(get_failure(maintenance_schedule, values["mntc_date"], error, told))
	else:
		frappe.db.release_savepoint(SAVEPOINT)
		plan["done"].append(visit.name)


def get_failure(maintenance_schedule: str, day: date, error: Exception, told: int) -> dict:
	"""Return why a date has no visit. What is no refusal is an error, for the log."""
	if not isinstance(error, frappe.ValidationError | frappe.PermissionError):
		frappe.log_error(title=f"Planned visit of {maintenance_schedule}")
	reason = take_text(told) or str(error)
	return {"maintenance_schedule": maintenance_schedule, "day": day, "reason": reason}


def tell_technicians(visits: list[str]) -> None:
	"""Notify each technician once of the visits that are assigned to him now, in the site's language."""
	if not visits:
		return
	filters = {"reference_type": "Maintenance Visit", "reference_name": ("in", visits), "status": "Open"}
	days_of = {}
	for todo in frappe.get_all("ToDo", filters, ["allocated_to", "date"], order_by="date asc"):
		days_of.setdefault(todo.allocated_to, []).append(todo.date)
	days_of.pop(frappe.session.user, None)
	language = frappe.get_system_settings("language")
	for user, days in days_of.items():
		title = _("Visits planned for you: {0}", language).format(len(days))
		notify([user], title, _("The first one is on {0}.", language).format(format_date(days[0])))


def get_title(plan: Plan) -> str:
	done = len(plan["done"])
	return _("{0} of {1} visits planned").format(done, done + len(plan["failed"]))


def get_list_of_failed(plan: Plan) -> str:
	entries = [
		(
			f"{get_link_to_form('Maintenance Schedule', row['maintenance_schedule'])}, {format_date(row['day'])}",
			row["reason"],
		)
		for row in plan["failed"]
	]
	return get_list(_("Not planned:"), entries)


def group(due: list[dict]) -> Iterable[tuple[date, list[dict]]]:
	"""Yield the rows of each visit: those of one day and one sales person."""
	for (day, _person), rows in groupby(due, lambda row: (row.scheduled_date, row.sales_person)):
		yield day, list(rows)


def get_due_rows(
	until: date | None, maintenance_schedule: str | None = None, details: set[str] | None = None
) -> list[frappe._dict]:
	"""Return the pending rows of submitted schedules from today on that never had a visit, draft or other."""
	schedule, row = DocType("Maintenance Schedule"), DocType("Maintenance Schedule Detail")
	purpose, visit = DocType("Maintenance Visit Purpose"), DocType("Maintenance Visit")
	query = (
		frappe.qb.from_(row)
		.join(schedule)
		.on(schedule.name == row.parent)
		.left_join(purpose)
		.on(purpose.maintenance_schedule_detail == row.name)
		.left_join(visit)
		.on(visit.maintenance_schedule_detail == row.name)
		.select(row.name, row.parent, row.scheduled_date, row.sales_person)
		.where((schedule.docstatus == 1) & (row.completion_status == "Pending"))
		.where(row.scheduled_date >= today())
		.where(purpose.name.isnull() & visit.name.isnull())
		.orderby(row.scheduled_date, row.sales_person, row.idx)
	)
	if until:
		query = query.where(row.scheduled_date <= until)
	if maintenance_schedule:
		query = query.where(schedule.name == maintenance_schedule)
	if details:
		query = query.where(row.name.isin(sorted(details)))
	return query.run(as_dict=True)


def tell_in_background(dates: int) -> None:
	frappe.msgprint(
		_("{0} dates are due: their visits are made in the background and come up in the list.").format(
			dates
		),
		alert=True,
	)


def tell_none_due(maintenance_schedule: str, until: date) -> None:
	frappe.msgprint(
		_("Maintenance Schedule {0} has no date until {1} that is pending and without a visit.").format(
			get_link_to_form("Maintenance Schedule", maintenance_schedule), frappe.format(until, "Date")
		),
		alert=True,
	)
