"""The cache keeps what it is given, for all threads, without a server."""

import frappe
import pytest
from frappe.utils.caching import redis_cache, site_cache

KEY = "sandbox_cache_test"


@pytest.fixture(autouse=True)
def forgotten():
	yield
	frappe.cache.delete_value(KEY)
	frappe.client_cache.delete_value(KEY)


@pytest.mark.parametrize(
	"value", ["text", 7, None, {"day": frappe.utils.getdate("2026-03-02")}, ["é", b"\xff"]]
)
def test_value_comes_back_as_it_was_kept(value):
	frappe.cache.set_value(KEY, value)
	frappe.local.cache.clear()

	assert frappe.cache.get_value(KEY) == value


def test_deleted_value_is_gone():
	frappe.cache.set_value(KEY, "kept")

	frappe.cache.delete_value([KEY])

	assert frappe.cache.get_value(KEY, generator=lambda: "made anew") == "made anew"


def test_hashes_and_lists_are_redis_own():
	frappe.cache.hset(KEY, "city", "Lyon")
	assert frappe.cache.hget(KEY, "city") == "Lyon"
	frappe.cache.delete_value(KEY)

	frappe.cache.lpush(KEY, "first")
	frappe.cache.lpush(KEY, "second")
	assert frappe.cache.rpop(KEY) == b"first"


def test_threads_share_the_cache(in_threads):
	frappe.cache.set_value(KEY, "for all")

	assert in_threads(lambda: frappe.cache.get_value(KEY), 2) == ["for all", "for all"]


def test_value_of_one_user_is_not_anothers():
	frappe.cache.set_value(KEY, "mine", user="Administrator")

	assert frappe.cache.get_value(KEY, user="Guest") is None


def test_local_layer_learns_what_the_plain_cache_is_told():
	frappe.client_cache.set_value(KEY, "old")

	frappe.cache.set_value(KEY, "new")
	assert frappe.client_cache.get_value(KEY) == "new"

	frappe.cache.delete_value(KEY)
	assert frappe.client_cache.get_value(KEY) is None


def test_local_layer_answers_by_itself():
	frappe.client_cache.set_value(KEY, "kept")
	hits = frappe.client_cache.hits

	assert frappe.client_cache.get_value(KEY) == "kept"
	assert frappe.client_cache.hits == hits + 1


@pytest.mark.parametrize("cached", [site_cache, redis_cache], ids=["site_cache", "redis_cache"])
def test_function_is_called_once(cached):
	calls = []

	@cached
	def answer(number: int) -> int:
		calls.append(number)
		return number * 2

	assert [answer(21), answer(21), answer(1)] == [42, 42, 2]
	assert calls == [21, 1]
	answer.clear_cache()


def test_clearing_the_cache_reaches_what_functions_have_kept():
	calls = []

	@site_cache
	def answer() -> int:
		calls.append("called")
		return 42

	answer()
	frappe.client_cache.erase_persistent_caches()
	answer()

	assert calls == ["called", "called"]


def test_change_of_a_doctype_is_seen_by_the_next_request(make_doctype, in_threads):
	doctype = make_doctype("Cached Thing", [{"fieldname": "title", "fieldtype": "Data"}])
	assert in_threads(lambda: frappe.get_meta(doctype.name).get_label("title")) == ["Title"]

	doctype.fields[0].label = "Heading"
	doctype.save()

	assert in_threads(lambda: frappe.get_meta(doctype.name).get_label("title")) == ["Heading"]
