import json
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import frappe

from maintenance_visit_app.dispatch import osrm
from maintenance_visit_app.dispatch.osrm import BLOCK, DOWN, RoadMatrix
from maintenance_visit_app.dispatch.routing.travel import Speed
from maintenance_visit_app.tests import VisitTestCase

GRENOBLE, VOIRON, ISLAND = (45.188, 5.724), (45.364, 5.592), (42.0, 9.0)


class TestRoadMatrix(VisitTestCase):
	def setUp(self):
		super().setUp()
		forget()
		self.addCleanup(forget)

	def test_drives_are_the_services_and_asked_for_once(self):
		with routing_service() as (url, questions):
			first = RoadMatrix([GRENOBLE, VOIRON], Speed(), url)
			again = RoadMatrix([VOIRON, GRENOBLE], Speed(), url)

			self.assertEqual([first[0][1], first[1][0], first[0][0]], [26, 26, 0])
			self.assertEqual(again[0][1], 26)
		self.assertEqual(len(questions), 1)
		self.assertIn("/table/v1/driving/5.72400,45.18800;5.59200,45.36400", questions[0])

	def test_where_no_road_leads_and_where_nobody_knows_the_crow_flies(self):
		with routing_service() as (url, _questions):
			matrix = RoadMatrix([GRENOBLE, ISLAND, None], Speed(), url)

			self.assertEqual(matrix[0][1], Speed().get_minutes(GRENOBLE, ISLAND))
			self.assertEqual(matrix[0][2], Speed().typical)

	def test_that_no_road_leads_is_asked_for_once(self):
		with routing_service() as (url, questions):
			for _time in range(2):
				matrix = RoadMatrix([GRENOBLE, ISLAND], Speed(), url)
				self.assertEqual(matrix[0][1], Speed().get_minutes(GRENOBLE, ISLAND))
				self.assertEqual(matrix[1][0], 26)

		self.assertEqual(len(questions), 1)

	def test_what_is_no_table_of_drives_is_told_of_once_and_left_alone(self):
		for answer in (
			{"code": "Ok", "durations": None},
			{"durations": [[0, 60]]},
			{"durations": [[0], [60]]},
			{"durations": [[0, "60"], [60, 0]]},
			{"durations": [[0, -60], [float("nan"), 0]]},
			[[0, 60], [60, 0]],
			"Ok",
			None,
		):
			with self.subTest(answer=answer), routing_service(answer) as (url, questions):
				forget()
				before = frappe.db.count("Error Log")
				matrix = RoadMatrix([GRENOBLE, VOIRON], Speed(), url)

				minutes = [matrix[0][1], matrix[1][0]]

				self.assertEqual(minutes, [Speed().get_minutes(GRENOBLE, VOIRON)] * 2)
				self.assertEqual((len(questions), frappe.db.count("Error Log")), (1, before + 1))

	def test_a_slow_service_is_not_waited_for_in_all_eternity(self):
		places = [(45 + number / 1000, 5.7) for number in range(BLOCK * 3)]
		with routing_service(seconds=0.1) as (url, questions), patch.object(osrm, "SECONDS_FOR_ALL", 0.15):
			matrix = RoadMatrix(places, Speed(), url)
			minutes = [matrix[0][number] for number in range(1, len(places), BLOCK)]

		self.assertEqual(minutes, [26, 26, Speed().get_minutes(places[0], places[2 * BLOCK + 1])])
		self.assertEqual(len(questions), 2)

	def test_a_service_that_does_not_answer_is_told_of_once_and_left_alone(self):
		matrix = RoadMatrix([GRENOBLE, VOIRON], Speed(), "http://127.0.0.1:9")
		before = frappe.db.count("Error Log")

		minutes = [matrix[0][1], matrix[1][0]]

		self.assertEqual(minutes, [Speed().get_minutes(GRENOBLE, VOIRON)] * 2)
		self.assertEqual(frappe.db.count("Error Log"), before + 1)


def forget() -> None:
	frappe.cache.delete_value(DOWN)
	frappe.cache.delete_keys("maintenance_visit_drives")


@contextmanager
def routing_service(answer: Any = ..., seconds: float = 0):
	"""Run a service on this machine to which each drive is 25 minutes and a bit, but none leads to the island.

	It answers after so many seconds, or always the same.
	"""
	questions = []

	class Answer(BaseHTTPRequestHandler):
		def do_GET(self) -> None:
			questions.append(self.path)
			asked = urlsplit(self.path)
			points = asked.path.rsplit("/", 1)[1].split(";")
			chosen = {
				name: words[0].split(";") for name, words in parse_qs(asked.query, separator="&").items()
			}
			durations = [
				[None if "9.0" in points[int(to)] else 1501 * (origin != to) for to in chosen["destinations"]]
				for origin in chosen["sources"]
			]
			self.send_response(200)
			self.end_headers()
			time.sleep(seconds)
			told = {"code": "Ok", "durations": durations} if answer is ... else answer
			self.wfile.write(json.dumps(told).encode())

		def log_message(self, *arguments: object) -> None:
			pass

	with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
		Thread(target=server.serve_forever, daemon=True).start()
		yield f"http://127.0.0.1:{server.server_port}", questions
		server.shutdown()
