from unittest import TestCase

from maintenance_visit_app.dispatch.routing.travel import Matrix, Speed, get_distance, learn

GRENOBLE, VOIRON = (45.188, 5.724), (45.364, 5.592)


class TestTravel(TestCase):
	def test_distance_is_the_great_circles(self):
		paris, london = (48.8566, 2.3522), (51.5074, -0.1278)

		self.assertAlmostEqual(get_distance(paris, london), 343.6, delta=0.5)
		self.assertEqual(get_distance(paris, paris), 0)

	def test_minutes_are_whole_and_longer_than_the_crows(self):
		"""22.2 km as the crow flies, 28.9 km of road, 34.7 minutes at 50 km/h."""
		self.assertEqual(Speed(kmh=50, detour=1.3).get_minutes(GRENOBLE, VOIRON), 35)

	def test_speed_is_learned_from_the_middle_of_the_drives(self):
		"""Forty drives of 22.2 km, most of which took 40 minutes; one a telephone left at home."""
		legs = [(GRENOBLE, VOIRON, minutes) for minutes in (30, 40, 40, 40, 40, 40, 50, 50) * 5]
		odd = [
			(GRENOBLE, VOIRON, 1),
			(GRENOBLE, GRENOBLE, 15),
			(GRENOBLE, VOIRON, 0),
		]

		speed = learn(legs + odd)

		self.assertEqual((speed.legs, speed.typical), (40, 40))
		self.assertAlmostEqual(speed.kmh, 22.2 * 1.3 / 40 * 60, delta=0.3)
		self.assertLess(speed.low, speed.kmh)
		self.assertEqual(speed.get_minutes(GRENOBLE, VOIRON), 40)

	def test_a_few_drives_teach_nothing(self):
		self.assertEqual(learn([(GRENOBLE, VOIRON, 40)] * 19), Speed())

	def test_a_place_that_nobody_knows_is_a_typical_drive_away(self):
		matrix = Matrix([GRENOBLE, VOIRON, None], Speed(typical=17))

		self.assertEqual((matrix[0][2], matrix[2][1], matrix[2][2], matrix[1][1]), (17, 17, 0, 0))
