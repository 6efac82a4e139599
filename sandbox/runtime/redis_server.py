"""Redis for one process: a server that answers this machine alone, to who has its password, and keeps nothing."""

import os
import secrets
import socket
import subprocess
import time
from pathlib import Path

from .databases import Failure, keeper

HOST = "127.0.0.1"
SETTINGS = 'bind {host}\nport {port}\nrequirepass {password}\nsave ""\nappendonly no\ndir {folder}\n'
WAIT_SECONDS = 60


def start(site: Path) -> dict[str, str]:
	"""Start a server that ends with this process, and return what Frappe has to know.

	By a port: Frappe 16 doesn't get along with a socket.
	"""
	port, password = get_free_port(), secrets.token_hex(16)
	configuration = site / "redis.conf"
	configuration.touch(0o600)
	configuration.write_text(SETTINGS.format(host=HOST, port=port, password=password, folder=site))
	program = os.environ.get("SANDBOX_REDIS", "redis-server")
	process = keeper.start([program, str(configuration)])
	_running.append(process)
	wait_until_it_answers(port, process)
	url = f"redis://:{password}@{HOST}:{port}"
	return {"FRAPPE_REDIS_CACHE": url, "FRAPPE_REDIS_QUEUE": url}


_running: list[subprocess.Popen] = []


def get_free_port() -> int:
	with socket.socket() as free:
		free.bind((HOST, 0))
		return free.getsockname()[1]


def wait_until_it_answers(port: int, process: subprocess.Popen) -> None:
	until = time.monotonic() + WAIT_SECONDS
	while True:
		try:
			socket.create_connection((HOST, port), timeout=1).close()
			return
		except OSError:
			if process.poll() is not None or time.monotonic() > until:
				raise Failure(
					f"Redis did not start on {HOST}:{port}: does `redis-server --version` work?"
				) from None
			time.sleep(0.05)
