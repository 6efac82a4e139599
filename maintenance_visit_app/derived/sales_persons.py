"""Sales Persons: who does the work, and which user that is."""

from collections.abc import Iterable

import frappe
from frappe.query_builder import DocType

from maintenance_visit_app.asked_once import asked_once


def get_users(sales_persons: Iterable[str | None]) -> dict[str, str]:
	"""Return {sales person: user} by way of the Employee, for those who have an enabled user."""
	known = frozenset(sales_persons) - {None, ""}
	return find_users(known) if known else {}


@asked_once
def find_users(sales_persons: frozenset[str]) -> dict[str, str]:
	person, employee, user = DocType("Sales Person"), DocType("Employee"), DocType("User")
	query = (
		frappe.qb.from_(person)
		.join(employee)
		.on(employee.name == person.employee)
		.join(user)
		.on(user.name == employee.user_id)
		.select(person.name, user.name)
		.where(person.name.isin(sorted(sales_persons)) & (user.enabled == 1))
	)
	return dict(query.run())


def get_sales_person_of(user: str) -> str | None:
	"""Return the sales person that a user is, by way of the Employee; the first by name where there are several."""
	return next(iter(get_sales_persons_of(user)), None)


def get_sales_persons_of(user: str) -> list[str]:
	"""Return the enabled sales persons that a user is, by way of the Employee, in the order of their names."""
	person, employee = DocType("Sales Person"), DocType("Employee")
	query = (
		frappe.qb.from_(person)
		.join(employee)
		.on(employee.name == person.employee)
		.select(person.name)
		.where((employee.user_id == user) & (person.is_group == 0) & (person.enabled == 1))
		.orderby(person.name)
	)
	return query.run(pluck=True)
