"""The week of Monday 3 March 2025, worked out by hand.

| | Planned | Check in, hours | Late | Promise |
|---|---|---|---|---|
| Julie, hotel | Mon 09:00, 1 h | 09:10, 1.5 | 10 | kept: within 15 minutes |
| Julie, bakery | Mon 11:00, 2 h | 11:30, 1 | 30 | broken |
| Julie, clinic | Tue, no time; not before 14:00 | 13:00, 1 | | broken |
| Karim, hotel | Wed, no time and no window | 10:00, 2 | | none |

Julie: late (10 + 30) / 2 = 20; planned 3 h, worked of these 2.5 h, 83.33 %; on Monday she leaves at 10:40 and begins at
11:30: 0.83 h of travel; she was there from 9:10 to 12:30 and at work for 2.5 h of these 3.33 h, on Tuesday for 1 h of 1 h:
3.5 of 4.33 h is 80.77 %.
"""

import frappe

from maintenance_visit_app.maintenance_visits.report.planning_quality.planning_quality import execute
from maintenance_visit_app.tests import BAKERY, CLINIC, HOTEL, JULIE, KARIM, make_visit
from maintenance_visit_app.tests.reports import (
	MANAGER,
	SERVICE,
	ReportTestCase,
	as_percent,
	finish,
	get_layers,
	get_values,
	run,
)
from maintenance_visit_app.tests.test_statements import count_statements

MARCH = {"from_date": "2025-03-01", "to_date": "2025-03-31"}


class TestPlanningQuality(ReportTestCase):
	def setUp(self) -> None:
		super().setUp()
		self.finish(HOTEL, JULIE, "2025-03-03", "09:00:00", "09:10:00", 1.5, planned_duration=3600)
		self.finish(BAKERY, JULIE, "2025-03-03", "11:00:00", "11:30:00", 1, planned_duration=7200)
		self.finish(CLINIC, JULIE, "2025-03-04", None, "13:00:00", 1, earliest="2025-03-04 14:00:00")
		self.finish(HOTEL, KARIM, "2025-03-05", None, "10:00:00", 2)

	def finish(self, customer, technician, day, moment, check_in, hours, **values):
		visit = make_visit(customer, {SERVICE: None}, technician)
		return finish(visit, day, moment, [(technician, check_in, hours)], **values)

	def test_week_is_summed_up_for_each_technician(self):
		rows = execute(MARCH)[1]

		self.assertEqual(
			rows,
			[
				{
					"week": frappe.utils.getdate("2025-03-03"),
					"technician": JULIE,
					"visits": 3,
					"late": 20,
					"planned": 3,
					"worked": 3.5,
					"of_planned": 83.33,
					"travel": 0.83,
					"on_site": 80.77,
					"promises": 3,
					"kept": 33.33,
				},
				{
					"week": frappe.utils.getdate("2025-03-03"),
					"technician": KARIM,
					"visits": 1,
					"late": None,
					"planned": 0,
					"worked": 2,
					"of_planned": None,
					"travel": 0,
					"on_site": 100,
					"promises": 0,
					"kept": None,
				},
			],
		)

	def test_chart_and_summary_add_the_technicians_up(self):
		self.use_date_format("yyyy-mm-dd")
		*_rest, chart, summary = execute(MARCH)

		# 5.5 of 6.33 hours
		self.assertEqual(get_layers(chart), {"Promises Kept": [33.33], "On Site": [86.84]})
		self.assertEqual(chart["data"]["labels"], ["03-03"])
		self.assertEqual(get_values(summary)["Promises Kept"], as_percent(33.3))
		self.assertEqual(get_values(summary)["Late (Minutes)"], 20)

	def test_technician_and_customer_filter(self):
		self.assertEqual([row["technician"] for row in execute({**MARCH, "technician": KARIM})[1]], [KARIM])
		(julie,) = execute({**MARCH, "customer": BAKERY})[1]
		self.assertEqual((julie["visits"], julie["late"]), (1, 30))

	def test_who_may_see_one_customer_sees_his_figures_only(self):
		self.restrict(MANAGER, "Customer", CLINIC)
		frappe.set_user(MANAGER)

		(row,) = run("Planning Quality", **MARCH)["result"]
		self.assertEqual((row["technician"], row["visits"], row["kept"]), (JULIE, 1, 0))

	def test_many_visits_cost_what_few_do(self):
		execute(MARCH)
		few = count_statements(lambda: execute(MARCH))
		for day in range(10, 20):
			self.finish(HOTEL, KARIM, f"2025-03-{day}", "10:00:00", "10:00:00", 2)
		many = count_statements(lambda: execute(MARCH))

		self.assertEqual(len(few), len(many), "\n".join(many))
