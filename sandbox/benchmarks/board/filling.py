"""A firm that fills a dispatcher's week: technicians with hours, homes and skills, and visits at known places."""

from datetime import date, timedelta
from random import Random

import frappe

from maintenance_visit_app.demo.documents import new_visit
from maintenance_visit_app.demo.records import get_root, make
from maintenance_visit_app.demo.tables import TERRITORIES

CUSTOMERS = 60
# In the tray, of nobody yet
WAITING = 20
WORKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SKILLS = ("Gas", "Refrigerants", "Electricity")
TIMES = ("08:00:00", "09:30:00", "11:00:00", "13:30:00", "15:00:00", "16:30:00")
SERVICE = "ENT-CLIM"


def make_week(technicians: int, visits: int, first: date, seed: int = 1) -> None:
	"""Insert so many technicians and visits of the seven days from `first`, the same for the same seed. Commits."""
	random = Random(seed)
	for skill in SKILLS:
		make("Service Skill", skill, skill_name=skill)
	persons = [make_technician(f"Technician {number:02}", random) for number in range(technicians)]
	customers = [make_customer(f"Customer {number:02}", random) for number in range(CUSTOMERS)]
	for number in range(visits + WAITING):
		customer, address = random.choice(customers)
		which, day = number % technicians, number // technicians
		technician = persons[which] if number < visits else None
		visit = new_visit(customer, {SERVICE: None}, technician)
		visit.update(
			{
				"customer_address": address,
				"mntc_date": first + timedelta(days=day % 7),
				# Who comes next in the list has other hours: there is room for what is dragged there
				"mntc_time": TIMES[(which + day // 7 * 2) % len(TIMES)] if technician else None,
				"planned_duration": random.choice([2700, 3600, 5400]),
			}
		)
		visit.insert()
	frappe.db.commit()


def make_technician(name: str, random: Random) -> str:
	make("Sales Person", name, sales_person_name=name, parent_sales_person=get_root("Sales Person"))
	hours = [{"weekday": day, "from_time": "08:00:00", "to_time": "18:00:00"} for day in WORKDAYS]
	skills = [{"skill": skill} for skill in random.sample(SKILLS, 2)]
	make(
		"Technician Profile",
		name,
		service_person=name,
		working_hours=hours,
		skills=skills,
		home_position=get_position(random),
	)
	return name


def make_customer(name: str, random: Random) -> tuple[str, str]:
	"""Return the customer's name and its address's."""
	group = frappe.db.get_value("Customer Group", {"is_group": 0}, order_by="lft asc")
	make("Customer", name, customer_name=name, customer_group=group, territory=random.choice(TERRITORIES))
	address = frappe.get_doc(
		{
			"doctype": "Address",
			"address_title": name,
			"address_type": "Billing",
			"address_line1": "1 rue du Commerce",
			"city": "Grenoble",
			"country": "France",
			"service_position": get_position(random),
			"links": [{"link_doctype": "Customer", "link_name": name}],
		}
	).insert()
	return name, address.name


def get_position(random: Random) -> str:
	"""Return a place within some 15 km of Grenoble, in degrees."""
	return f"{45.18 + random.uniform(-0.1, 0.1):.5f}, {5.72 + random.uniform(-0.15, 0.15):.5f}"
