"""Requests of several users, each through the whole of Frappe's web application, and what became of them."""

import json
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO

import frappe
import frappe.app
from frappe.utils import get_test_client

GUEST = "Guest"

_caught = threading.local()


@dataclass(frozen=True)
class Request:
	"""One request. Desk sends forms whose values are texts, programs send JSON."""

	user: str
	method: str
	path: str
	data: dict = field(default_factory=dict)
	as_form: bool = False

	def __str__(self) -> str:
		data = json.dumps(self.data, ensure_ascii=True)
		return f"{self.user}: {self.method} {self.path} {'form' if self.as_form else 'JSON'} {data:.1500}"


@dataclass(frozen=True)
class Error:
	"""What is left of an exception: as itself it would keep all that its frames hold."""

	kind: str
	text: str
	places: tuple[traceback.FrameSummary, ...]

	@classmethod
	def of(cls, error: Exception) -> "Error":
		return cls(type(error).__name__, str(error)[:500], tuple(traceback.extract_tb(error.__traceback__)))


@dataclass(frozen=True)
class Answer:
	status: int
	text: str
	error: Error | None

	@property
	def body(self) -> dict:
		"""Return what was answered, or nothing where it isn't JSON, as a page of a website."""
		try:
			found = json.loads(self.text or "{}")
		except ValueError:
			return {}
		return found if isinstance(found, dict) else {}

	@property
	def messages(self) -> list[str]:
		"""Return what Desk shows, as markup: messages of version 1 of the API, of version 2, and its errors."""
		body = self.body
		logged = [json.loads(message) for message in json.loads(body.get("_server_messages") or "[]")]
		told = [*logged, *(body.get("messages") or []), *(body.get("errors") or [])]
		return [str(entry.get("message", "")) for entry in told if isinstance(entry, dict)]


class Users:
	"""Users who send requests. Their API keys are committed, and taken away again by `forget`."""

	def __init__(self, *users: str) -> None:
		self.site = frappe.local.site
		self.tokens = {user: make_token(user) for user in users if user != GUEST}

	def send(self, request: Request) -> Answer:
		"""Send one request. Not in a test's own thread, which has the test's connection."""
		headers = {"Accept": "application/json", "X-Frappe-Site-Name": self.site}
		if request.user != GUEST:
			headers["Authorization"] = self.tokens[request.user]
		_caught.error = None
		try:
			response = get_test_client().open(
				request.path, method=request.method, headers=headers, **get_payload(request)
			)
		except Exception as error:  # what nothing in the application has caught
			return Answer(500, "", Error.of(error))
		return Answer(response.status_code, response.get_data(as_text=True), _caught.error)

	def send_all(self, requests: list[Request], threads: int = 1) -> list[Answer]:
		"""Send requests in so many threads, and come back when all are answered."""
		frappe.db.commit()  # what the test made so far is for the requests to see
		with ThreadPoolExecutor(threads) as pool:
			answers = list(pool.map(self.send, requests))
		frappe.db.rollback()  # see what the requests made
		return answers

	def forget(self) -> None:
		for user in self.tokens:
			frappe.db.set_value("User", user, {"api_key": None, "api_secret": None})
			frappe.clear_document_cache("User", user)


def make_token(user: str) -> str:
	document = frappe.get_doc("User", user)
	document.api_key, document.api_secret = frappe.generate_hash(length=15), frappe.generate_hash(length=15)
	document.save()
	return f"token {document.api_key}:{document.get_password('api_secret')}"


def get_payload(request: Request) -> dict:
	if request.method == "GET":
		return {"query_string": get_form(request.data)}
	if request.as_form:
		return {"data": get_form(request.data)}
	return {"data": json.dumps(request.data), "content_type": "application/json"}


def get_form(data: dict) -> dict[str, str]:
	return {key: value if isinstance(value, str) else json.dumps(value) for key, value in data.items()}


@contextmanager
def watched_errors() -> Iterator[None]:
	"""Keep each request's exception: an answer tells it to some users only, and not where it came from."""
	handle, begin = frappe.app.handle_exception, frappe.app.init_request

	def keep_and_handle(error: Exception):
		_caught.error = Error.of(error)
		return handle(error)

	def begin_in_test(request) -> None:
		"""Frappe 15 forgets with each request that this is a test, and would leave notifications to a worker."""
		begin(request)
		frappe.flags.in_test = True

	with (
		replaced("handle_exception", keep_and_handle),
		replaced("init_request", begin_in_test),
		# Frappe prints each error of version 2 of its API
		redirect_stdout(StringIO()),
	):
		yield


@contextmanager
def nothing_kept() -> Iterator[None]:
	"""Let each request end as one that failed: what it did is rolled back, and it queues no job."""

	def roll_back(*args) -> bool:
		if frappe.db:
			frappe.db.rollback()
		return True

	with replaced("sync_database", roll_back):
		yield


@contextmanager
def replaced(name: str, function: Callable) -> Iterator[None]:
	original = getattr(frappe.app, name)
	setattr(frappe.app, name, function)
	try:
		yield
	finally:
		setattr(frappe.app, name, original)
