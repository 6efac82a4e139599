"""Stands before a site, as nginx does, and answers some addresses by itself."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

# Each connection has its own ones
OWN_HEADERS = ("connection", "keep-alive", "transfer-encoding", "content-length", "date", "server")


class Proxy:
	"""`answers` has {path: (type, text)} of what is answered here; `changes` has {path: function of the site's text}.

	What is `lost` is answered with an error.
	"""

	def __init__(self, site: str):
		self.site = urlsplit(site).netloc
		self.answers: dict[str, tuple[str, str]] = {}
		self.changes: dict = {}
		self.lost: set[str] = set()
		self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("OfThisProxy", (Handler,), {"proxy": self}))
		self.server.daemon_threads = True
		self.address = f"http://127.0.0.1:{self.server.server_port}"

	def __enter__(self) -> "Proxy":
		threading.Thread(target=self.server.serve_forever, daemon=True).start()
		return self

	def __exit__(self, *_error) -> None:
		self.server.shutdown()
		self.server.server_close()


class Handler(BaseHTTPRequestHandler):
	proxy: Proxy

	def answer(self) -> None:
		path = urlsplit(self.path).path
		if path in self.proxy.lost:
			self.send(502, [], b"")
			return
		if path in self.proxy.answers:
			kind, text = self.proxy.answers[path]
			self.send(200, [("Content-Type", kind), ("Cache-Control", "no-cache")], text.encode())
			return
		status, headers, body = self.ask_site()
		if path in self.proxy.changes:
			body = self.proxy.changes[path](body.decode()).encode()
		self.send(status, headers, body)

	do_GET = do_POST = answer

	def ask_site(self) -> tuple[int, list, bytes]:
		connection = http.client.HTTPConnection(self.proxy.site, timeout=120)
		body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
		headers = {key: value for key, value in self.headers.items() if key.lower() != "accept-encoding"}
		connection.request(self.command, self.path, body or None, headers)
		answered = connection.getresponse()
		found = answered.status, answered.getheaders(), answered.read()
		connection.close()
		return found

	def send(self, status: int, headers: list, body: bytes) -> None:
		self.send_response_only(status)
		for key, value in headers:
			if key.lower() not in OWN_HEADERS:
				self.send_header(key, value)
		self.send_header("Content-Length", str(len(body)))
		self.end_headers()
		self.wfile.write(body)

	def log_message(self, *_told) -> None:
		pass
