"""Symptom: `frappe.enqueue` fails, since there is no Redis to queue in and no worker to take jobs out.

Cause: jobs are rq's, and rq wants a Redis server and processes of its own.
Remedy: one worker thread takes the jobs in their order, each with its own `frappe.init`, connection and
`frappe.destroy`, as Frappe's own worker does it. What is to wait for the commit, waits for it.
"""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Lock

worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")


class SandboxJob:
	"""What `frappe.enqueue` and `frappe.utils.background_jobs.get_job` give back."""

	def __init__(self, job_id: str, future: Future):
		self.id, self.future = job_id, future

	def get_status(self, refresh: bool = True) -> str:
		if self.future.running():
			return "started"
		if not self.future.done():
			return "queued"
		return "failed" if self.future.cancelled() or self.future.exception() else "finished"

	def delete(self, **kwargs) -> None:
		self.future.cancel()
		with jobs_lock:
			jobs.pop(self.id, None)


jobs: dict[str, SandboxJob] = {}
jobs_lock = Lock()


class SandboxQueue:
	"""The part of an rq queue that `frappe.enqueue` talks to."""

	name = "sandbox"

	@property
	def count(self) -> int:
		return len(_unfinished())

	def enqueue_call(self, func, kwargs: dict, job_id: str, on_success=None, on_failure=None, **options):
		future = worker.submit(_run, kwargs)
		job = SandboxJob(job_id, future)
		with jobs_lock:
			jobs[job_id] = job
		future.add_done_callback(lambda done: _forget_if_done(job_id))
		return job


def apply() -> None:
	import frappe.migrate
	from frappe.utils import background_jobs

	background_jobs.get_queue = lambda *args, **kwargs: SandboxQueue()
	background_jobs.get_job = get_job
	# There is no registry of failed jobs.
	background_jobs.truncate_failed_registry = lambda *args: None
	# Asks for the Redis server, which is not there and is not needed.
	frappe.migrate.check_connection = lambda **kwargs: {}


def get_job(job_id: str, *args, **kwargs) -> SandboxJob | None:
	from frappe.utils.background_jobs import create_job_id

	with jobs_lock:
		return jobs.get(create_job_id(job_id)) or jobs.get(job_id)


def finish(seconds: float | None = None) -> None:
	"""Wait until no job is left, for `seconds` at most."""
	wait([job.future for job in _unfinished()], timeout=seconds)


def stop() -> None:
	"""Drop the jobs that wait, and wait for the one that runs."""
	worker.shutdown(wait=True, cancel_futures=True)


def _run(arguments: dict) -> None:
	from frappe.utils import background_jobs

	return background_jobs.execute_job(**arguments)


def _unfinished() -> list[SandboxJob]:
	with jobs_lock:
		return [job for job in jobs.values() if not job.future.done()]


def _forget_if_done(job_id: str) -> None:
	with jobs_lock:
		job = jobs.get(job_id)
		if job and job.future.done():
			del jobs[job_id]
