"""background_jobs: what is enqueued runs, in its order, on a connection of its own."""

import threading

import frappe
import pytest
from frappe.utils.background_jobs import get_job, is_job_enqueued

from repairs import background_jobs

SENDER = "job@example.com"
go_on = threading.Event()
ran = []


@pytest.fixture(autouse=True)
def empty_queue(rolled_back):
	"""Begin and end with an empty queue, and delete what jobs have committed."""
	background_jobs.finish()
	go_on.clear()
	ran.clear()
	yield
	go_on.set()
	background_jobs.finish()
	frappe.db.rollback()
	frappe.db.delete("ToDo", {"sender": SENDER})
	frappe.db.delete("Error Log", {"error": ("like", "%kettle%")})
	frappe.db.commit()


def write(text: str) -> None:
	frappe.get_doc(doctype="ToDo", description=text, sender=SENDER).insert()
	ran.append((text, frappe.session.user))


def wait(text: str) -> None:
	go_on.wait(60)
	ran.append(text)


def fail() -> None:
	write("never seen")
	raise ValueError("the kettle is empty")


def get_written() -> list[str]:
	background_jobs.finish()
	frappe.db.rollback()
	return frappe.get_all("ToDo", {"sender": SENDER}, pluck="description", order_by="creation")


def test_a_job_runs_elsewhere_and_commits():
	frappe.enqueue(write, text="done")

	assert get_written() == ["done"]
	assert ran == [("done", "Administrator")]


def test_a_job_may_be_named_by_its_path():
	frappe.enqueue("frappe.client.set_value", doctype="User", name="Guest", fieldname="bio", value="enqueued")
	background_jobs.finish()
	frappe.db.rollback()

	assert frappe.db.get_value("User", "Guest", "bio") == "enqueued"
	frappe.db.set_value("User", "Guest", "bio", None)
	frappe.db.commit()


def test_a_job_runs_as_the_user_who_enqueued_it():
	frappe.set_user("Guest")
	frappe.enqueue(remember_user)
	background_jobs.finish()

	assert ran == ["Guest"]


def remember_user() -> None:
	ran.append(frappe.session.user)


def test_jobs_run_one_after_the_other():
	for number in range(5):
		frappe.enqueue(write, text=str(number))

	assert get_written() == list("01234")


def test_a_job_for_after_the_commit_waits_for_it():
	frappe.enqueue(write, text="after", enqueue_after_commit=True)
	background_jobs.finish()
	assert not ran

	frappe.db.commit()

	assert get_written() == ["after"]


def test_a_job_for_after_the_commit_never_runs_after_a_rollback():
	frappe.enqueue(write, text="after", enqueue_after_commit=True)

	frappe.db.rollback()
	frappe.db.commit()

	assert get_written() == []


def test_a_job_that_fails_is_rolled_back_and_logged():
	job = frappe.enqueue(fail)

	assert get_written() == []
	assert job.get_status() == "failed"
	assert frappe.db.exists("Error Log", {"error": ("like", "%the kettle is empty%")})


def test_a_job_with_an_id_is_enqueued_once():
	frappe.enqueue(wait, text="first", job_id="tea", deduplicate=True)
	assert is_job_enqueued("tea")

	assert frappe.enqueue(wait, text="second", job_id="tea", deduplicate=True) is None
	go_on.set()
	background_jobs.finish()

	assert ran == ["first"]
	assert not is_job_enqueued("tea")


def test_a_job_tells_its_status_and_may_be_deleted():
	frappe.enqueue(wait, text="running", job_id="running")
	waiting = frappe.enqueue(write, text="waiting", job_id="waiting")
	assert get_job("waiting") is waiting
	assert waiting.get_status() == "queued"

	waiting.delete()
	frappe.enqueue(write, text="last")
	go_on.set()

	assert get_written() == ["last"]
	assert ran == ["running", ("last", "Administrator")]
	assert get_job("waiting") is None


def test_a_document_method_is_enqueued():
	todo = frappe.get_doc(doctype="ToDo", description="with a comment", sender=SENDER).insert()
	frappe.db.commit()

	frappe.enqueue_doc("ToDo", todo.name, "db_set", fieldname="color", value="#ff0000")
	background_jobs.finish()
	frappe.db.rollback()

	assert frappe.db.get_value("ToDo", todo.name, "color") == "#ff0000"
