"""Threads that read the properties of different documents don't wait for each other."""

import functools
import threading
from concurrent.futures import ThreadPoolExecutor

import frappe

SECONDS_UNTIL_GIVING_UP = 20


class Meeting:
	"""Something whose property is only computed once two threads are at it."""

	together = threading.Barrier(2)

	@functools.cached_property
	def place(self) -> str:
		self.together.wait(SECONDS_UNTIL_GIVING_UP)
		return "Lyon"


def test_two_threads_compute_a_property_of_two_instances_at_once():
	with ThreadPoolExecutor(2) as pool:
		places = [pool.submit(lambda: Meeting().place) for _thread in range(2)]

	assert [place.result() for place in places] == ["Lyon", "Lyon"]


def test_property_is_still_computed_once():
	class Counted:
		computed = 0

		@functools.cached_property
		def value(self) -> int:
			self.computed += 1
			return self.computed

	counted = Counted()

	assert [counted.value, counted.value] == [1, 1]


def test_documents_of_frappe_have_such_properties():
	assert isinstance(vars(frappe.model.base_document.BaseDocument)["meta"], functools.cached_property)


def test_threads_read_doctypes_that_nobody_has_read_yet(in_threads):
	def read() -> str:
		frappe.clear_cache()
		return frappe.new_doc("User").meta.name

	assert in_threads(read, 6) == ["User"] * 6
