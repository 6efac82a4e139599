from unittest import TestCase, skipUnless

from maintenance_visit_app.dispatch.routing import vroom
from maintenance_visit_app.dispatch.routing.arrange import arrange
from maintenance_visit_app.dispatch.routing.search import Limits
from maintenance_visit_app.tests.plan_checker import get_faults
from maintenance_visit_app.tests.random_days import make_random_problem


@skipUnless(vroom.is_installed(), "pyvroom is an optional extra")
class TestVroom(TestCase):
	def test_its_plans_keep_our_rules(self):
		for seed in range(8):
			with self.subTest(seed=seed):
				problem = make_random_problem(seed)

				proposal = arrange(problem, Limits(rounds=30), make_start=vroom.make_plan)

				self.assertEqual(get_faults(problem, proposal), [])
