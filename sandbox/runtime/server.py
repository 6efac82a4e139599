"""Serves a site over HTTP, to this machine alone."""

import errno
import logging
import signal
import socket
import threading
from pathlib import Path

from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from . import boot, frameworks

HOST = "127.0.0.1"
ONE_YEAR = 365 * 24 * 3600


class PortTaken(RuntimeError):
	"""Somebody else listens on the port."""


class QuietHandler(WSGIRequestHandler):
	"""Says nothing about requests; what goes wrong is logged by Frappe and by the server."""

	def log_request(self, code="-", size="-") -> None:
		pass


def make(site: Path, port: int) -> BaseWSGIServer:
	"""Return a server that listens; port 0 takes a free one. `serve_forever()` makes it answer."""
	listening = listen(port)
	boot.boot(site)
	server = make_server(
		HOST,
		listening.getsockname()[1],
		application(site),
		threaded=True,
		request_handler=QuietHandler,
		fd=listening.detach(),
	)
	logging.getLogger("werkzeug").setLevel(logging.ERROR)
	return server


def listen(port: int) -> socket.socket:
	listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
	listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
	try:
		listening.bind((HOST, port))
	except OSError as error:
		listening.close()
		if error.errno != errno.EADDRINUSE:
			raise
		raise PortTaken(
			f"Port {port} on {HOST} is taken: another demo may be running. Stop it, or choose another port: "
			f"python3 sandbox demo --port {port + 1}"
		) from error
	listening.listen(128)
	return listening


def application(site: Path):
	"""Return Frappe's application, with assets and public files served from disk as nginx does it."""
	import frappe

	frappes, assets = frameworks.chosen().get_application(site)
	apps = {
		f"/assets/{app}": str(Path(frappe.get_module(app).__file__).parent / "public")
		for app in ("frappe", *boot.available_apps())
	}
	# Built bundles carry a hash in their name. What apps ship as it is may change, so the browser has to ask.
	served = SharedDataMiddleware(frappes, {"/assets": str(assets)}, cache_timeout=ONE_YEAR)
	served = SharedDataMiddleware(served, apps, cache_timeout=0)
	return SharedDataMiddleware(served, {"/files": str(site / "public" / "files")}, cache_timeout=0)


def run(server: BaseWSGIServer) -> None:
	"""Answer until SIGINT or SIGTERM, then stop: running jobs end, waiting ones are dropped."""

	def stop(signum, frame) -> None:
		threading.Thread(target=server.shutdown).start()

	for number in (signal.SIGINT, signal.SIGTERM):
		signal.signal(number, stop)
	frameworks.chosen().start_jobs()
	server.serve_forever()
	server.server_close()
	frameworks.chosen().stop_jobs()
