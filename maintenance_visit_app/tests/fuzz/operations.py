"""Operations that mean well, and what somebody makes of them."""

import json
import uuid
from random import Random

from frappe.utils import add_days, today

from maintenance_visit_app.api.applying import KINDS
from maintenance_visit_app.demo.tables import COMPANY
from maintenance_visit_app.tests import BOILER, HOTEL, JULIE
from maintenance_visit_app.tests.fuzz.values import get_odd, spoil
from maintenance_visit_app.tests.fuzz.world import FOREIGN_CUSTOMER, World
from maintenance_visit_app.tests.operations import DRAWING
from maintenance_visit_app.tests.parts import GASKET

MOST = 6


def get_operations(random: Random, world: World) -> list | str:
	"""Return operations on visits of every state, some of them spoiled, as a list or as JSON."""
	made = [get_operation(random, world) for _number in range(random.randint(1, MOST))]
	return made if random.random() < 0.7 else json.dumps(made)


def get_operation(random: Random, world: World) -> dict:
	kind = random.choice(KINDS)
	payload = dict(random.choice(PAYLOADS[kind]))
	if random.random() < 0.5:
		payload = spoil(random, payload)
	sent = {
		"id": str(uuid.UUID(int=random.getrandbits(128))),
		"operation": kind,
		"visit": random.choice(world.names["Maintenance Visit"]),
		"at": f"{add_days(today(), -1)}T10:00:00+02:00",
		"payload": payload,
		"was": {"mntc_date": today()},
		"after": [],
	}
	return spoil(random, sent) if random.random() < 0.3 else sent


def get_values(random: Random, customer: str = HOTEL) -> dict:
	"""Return a visit's fields as a program sends them."""
	values = {
		"customer": random.choice((customer, FOREIGN_CUSTOMER)),
		"company": COMPANY["company_name"],
		"mntc_date": add_days(today(), 9),
		"external_system": "Fuzzer",
		"external_id": str(random.randint(1, 5)),
		"purposes": [{"item_code": BOILER, "service_person": JULIE}],
	}
	if random.random() < 0.2:
		values["purposes"] = get_odd(random)
	return spoil(random, values) if random.random() < 0.4 else values


PAYLOADS = {
	"create": (
		{
			"customer": HOTEL,
			"company": COMPANY["company_name"],
			"purposes": [{"item_code": BOILER, "service_person": JULIE}],
		},
		{"customer": FOREIGN_CUSTOMER, "purposes": [{"item_code": BOILER}]},
	),
	"plan": (
		{"mntc_date": add_days(today(), 5), "mntc_time": "9:00"},
		{"service_person": JULIE},
		{"rows": {"x": "y"}},
	),
	"check_in": ({"service_person": JULIE, "latitude": 45.1, "longitude": 5.7}, {}),
	"check_out": ({"service_person": JULIE}, {}),
	"answer": (
		{"task": "Pressure", "result": "OK", "reading": "1,5", "remark": "x"},
		{"check": "x", "result": "OK"},
	),
	"reading": ({"task": "Pressure", "reading": "2", "uom": "Nos"},),
	"work_done": (
		{"idx": 1, "work_done": "Cleaned.", "completion_status": "Fully Completed"},
		{"work_done": "Done."},
	),
	"part": ({"item_code": GASKET, "qty": 1}, {"row": "x", "remove": True}),
	"photo": ({"image": "/private/files/x.jpg", "taken": "Before", "caption": "x"},),
	"note": ({"text": "Done."},),
	"rate": ({"rating": 0.8, "customer_feedback": "Quick."},),
	"sign": ({"signature": DRAWING, "signed_by": "M. Roux", "completion_status": "Fully Completed"},),
	"complete": ({"completion_status": "Fully Completed"}, {}),
	"cancel": ({"reason": "Wrong."}, {}),
}
