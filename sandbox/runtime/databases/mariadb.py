"""MariaDB: a server of the site's own, with its rows in the site's folder and no way in but a socket there.

It lives as long as the process that started it, killed or not: `keeper` sees to that.
"""

import atexit
import os
import pwd
import shlex
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from . import DATABASE, Failure, keeper

NAME = "mariadb"
SET_UP_BY_FRAPPE = False
CONFIGURATION = Path(__file__).with_name("my.cnf")
INPUTS = (CONFIGURATION,)
USER = PASSWORD = "site"
SOCKET = "server.sock"
LOG = "server.log"
# A socket's path has 108 bytes at most, or 104 on some systems.
LONGEST = 100
WAIT_SECONDS = 300
# What a server leaves behind of itself is not the next one's.
NOT_COPIED = shutil.ignore_patterns(SOCKET, LOG, "*.pid", "ib_buffer_pool")
TOLD = 3000


@dataclass
class Server:
	folder: Path
	socket: Path
	process: subprocess.Popen

	def wait_until_it_answers(self) -> None:
		"""Return once somebody can connect; raise where the server ends instead, or never does."""
		until = time.monotonic() + WAIT_SECONDS
		while not self.answers():
			if self.process.poll() is not None or time.monotonic() > until:
				log = self.folder / LOG
				told = log.read_text(errors="replace")[-TOLD:] if log.exists() else ""
				raise Failure(f"{told}\nMariaDB did not start in {self.folder}: what it says is above.")
			time.sleep(0.05)

	def answers(self) -> bool:
		import pymysql

		try:
			self.connect().close()
		except pymysql.OperationalError:
			return False
		return True

	def connect(self):
		"""Connect as the one who may do anything, which Frappe never does."""
		import pymysql

		return pymysql.connect(unix_socket=str(self.socket), user="root")

	def stop(self) -> None:
		"""Return when the server has written everything down and is gone."""
		self.process.stdin.close()
		self.process.wait()
		if self.socket.parent != self.folder:
			shutil.rmtree(self.socket.parent, ignore_errors=True)


_running: list[Server] = []


def start(site: Path) -> dict[str, str]:
	"""Start the site's server, with an empty database where there is none; return what Frappe has to know."""
	folder = site / "db"
	is_new = not (folder / "mysql").exists()
	if is_new:
		make_system_tables(folder)
	server = launch(folder)
	if is_new:
		make_database(server)
	return {
		"FRAPPE_DB_NAME": DATABASE,
		"FRAPPE_DB_USER": USER,
		"FRAPPE_DB_PASSWORD": PASSWORD,
		"FRAPPE_DB_SOCKET": str(server.socket),
	}


def stop() -> None:
	"""Stop what this process has started."""
	while _running:
		_running.pop().stop()


def copy(source: Path, target: Path) -> None:
	"""Copy the rows of a site whose server has stopped: file by file, which is quicker than any dump."""
	shutil.copytree(source / "db", target / "db", ignore=NOT_COPIED, dirs_exist_ok=True)


def launch(folder: Path) -> Server:
	socket = get_socket(folder)
	places = [f"--datadir={folder}", f"--socket={socket}", f"--tmpdir={make_temporary_folder(folder)}"]
	options = [*get_first_options(), *places, *get_more_options()]
	process = keeper.start([get_program(), *options])
	server = Server(folder, socket, process)
	_running.append(server)
	atexit.register(stop)
	server.wait_until_it_answers()
	return server


def make_system_tables(folder: Path) -> None:
	beside = Path(get_program()).with_name("mariadb-install-db")
	program = beside if beside.exists() else shutil.which(beside.name)
	if not program:
		raise Failure("mariadb-install-db is missing. Install all of MariaDB's server, not mariadbd alone.")
	options = [f"--datadir={folder}", "--auth-root-authentication-method=normal", "--skip-test-db"]
	made = subprocess.run(
		[program, *get_first_options(), *options],
		env={**os.environ, "TMPDIR": str(make_temporary_folder(folder))},
		capture_output=True,
		text=True,
	)
	if made.returncode:
		raise Failure(
			f"{(made.stdout + made.stderr)[-TOLD:]}\nMariaDB could not make its tables in {folder}."
		)


def make_temporary_folder(folder: Path) -> Path:
	"""Return a folder of the server's own: each deletes the temporary tables that it finds when it starts.

	Beside the rows: within them a folder is a database.
	"""
	temporary = folder.with_name(f"{folder.name}-tmp")
	temporary.mkdir(exist_ok=True)
	return temporary


def make_database(server: Server) -> None:
	with server.connect() as connection, connection.cursor() as cursor:
		cursor.execute(f"CREATE DATABASE `{DATABASE}` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci")
		cursor.execute(f"CREATE USER `{USER}`@localhost IDENTIFIED BY '{PASSWORD}'")
		cursor.execute(f"GRANT ALL PRIVILEGES ON `{DATABASE}`.* TO `{USER}`@localhost")


def get_program() -> str:
	program = os.environ.get("SANDBOX_MARIADBD") or shutil.which("mariadbd")
	if not program:
		raise Failure("There is no mariadbd on PATH, and SANDBOX_MARIADBD names none.")
	return program


def get_first_options() -> list[str]:
	"""Return our settings in place of the machine's, and the consent that root has to give."""
	as_root = [] if os.geteuid() else [f"--user={pwd.getpwuid(0).pw_name}"]
	return [f"--defaults-file={CONFIGURATION}", *as_root]


def get_more_options() -> list[str]:
	"""Return what somebody wants of the server besides, such as more memory or a log of slow statements."""
	return shlex.split(os.environ.get("SANDBOX_MARIADB_OPTIONS", ""))


def get_socket(folder: Path) -> Path:
	socket = folder / SOCKET
	if len(os.fsencode(socket)) <= LONGEST:
		return socket
	return Path(tempfile.mkdtemp(prefix="sandbox-")) / SOCKET
