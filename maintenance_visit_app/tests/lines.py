"""A site that answers on a port of its own, and lines to it that break at a byte."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import frappe
import frappe.app
from werkzeug.serving import WSGIRequestHandler, make_server

HOST = "127.0.0.1"
# Until a server that is busy with sixteen has answered
SECONDS = 120


class Quiet(WSGIRequestHandler):
	def log(self, kind: str, message: str, *args) -> None:
		"""A line that breaks is what is tried here."""


class Broken(Exception):
	"""The line broke: the device has no answer, whatever became of what it sent."""


@contextmanager
def served() -> Iterator[int]:
	"""Answer requests for the site as a bench does, each in a thread; yield the port."""
	frappe.db.commit()
	server = make_server(HOST, 0, frappe.app.application, threaded=True, request_handler=Quiet)
	server.daemon_threads, server.log = True, lambda *args: None
	server.handle_error = lambda *args: None
	thread = Thread(target=server.serve_forever, daemon=True)
	thread.start()
	try:
		yield server.server_port
	finally:
		server.shutdown()
		server.server_close()
		thread.join()


class Line:
	def __init__(self, port: int, token: str) -> None:
		self.port, self.token, self.site = port, token, frappe.local.site

	def get_request(self, path: str, data: dict) -> bytes:
		body = json.dumps(data).encode()
		lines = (
			f"POST {path} HTTP/1.1",
			f"Host: {HOST}",
			f"Authorization: {self.token}",
			f"X-Frappe-Site-Name: {self.site}",
			"Content-Type: application/json",
			f"Content-Length: {len(body)}",
			"Connection: close",
		)
		return "\r\n".join(lines).encode() + b"\r\n\r\n" + body

	def post(self, path: str, data: dict, sent: int | None = None, received: int | None = None) -> dict:
		"""Return the answer. Of the request only `sent` bytes leave, of the answer only `received` arrive.

		Raises Broken where that, or the server, leaves the device without an answer.
		"""
		request = self.get_request(path, data)
		with socket.create_connection((HOST, self.port), SECONDS) as line:
			line.sendall(request[:sent])
			if sent is not None and sent < len(request):
				raise Broken
			answer = receive(line, received)
		head, _separator, body = answer.partition(b"\r\n\r\n")
		if received is not None or not head.startswith((b"HTTP/1.0 200", b"HTTP/1.1 200")):
			raise Broken(answer[:2000])
		return json.loads(body)


def receive(line: socket.socket, most: int | None) -> bytes:
	found = b""
	while most is None or len(found) < most:
		part = line.recv(65536 if most is None else most - len(found))
		if not part:
			break
		found += part
	return found
