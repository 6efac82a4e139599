"""MariaDB for tests: a server for each site, which nobody else reaches and nothing leaves behind."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from provision.programs import MARIADB
from runtime import databases
from runtime.databases import mariadb

PATIENCE = 300
START_AND_WAIT = """
import signal, sys, time
from pathlib import Path
from runtime.databases import mariadb

# What a shell starts in the background ignores it
signal.signal(signal.SIGINT, signal.default_int_handler)
mariadb.start(Path(sys.argv[1]))
print("started", flush=True)
try:
	time.sleep(3600)
except KeyboardInterrupt:
	print("interrupted")
"""


@pytest.fixture(scope="module", autouse=True)
def program() -> Iterator[None]:
	with pytest.MonkeyPatch.context() as patch:
		patch.setenv("SANDBOX_MARIADBD", MARIADB.ensure())
		yield


@pytest.fixture(scope="module")
def template(program, tmp_path_factory) -> Path:
	"""A site with an empty database, whose server has stopped."""
	site = tmp_path_factory.mktemp("template")
	(site / "db").mkdir()
	mariadb.start(site)
	mariadb.stop()
	return site


@pytest.fixture
def new_site(template, tmp_path) -> Iterator[Callable[[str], Path]]:
	"""A function that copies the template; what was started is stopped afterwards."""

	def copy(name: str) -> Path:
		site = tmp_path / name
		(site / "db").mkdir(parents=True)
		mariadb.copy(template, site)
		return site

	yield copy
	mariadb.stop()


def query(told: dict[str, str], statement: str) -> tuple:
	with connect(told) as connection, connection.cursor() as cursor:
		cursor.execute(statement)
		return cursor.fetchall()


def connect(told: dict[str, str]):
	import pymysql

	return pymysql.connect(
		unix_socket=told["FRAPPE_DB_SOCKET"],
		user=told["FRAPPE_DB_USER"],
		password=told["FRAPPE_DB_PASSWORD"],
		database=told["FRAPPE_DB_NAME"],
		autocommit=True,
	)


def server_of(keeper: int) -> psutil.Process:
	(server,) = psutil.Process(keeper).children()
	return server


def test_server_has_the_transactions_of_a_bench_and_frappes_characters(new_site):
	told = mariadb.start(new_site("site"))

	assert query(
		told,
		"select @@tx_isolation, @@innodb_lock_wait_timeout, @@innodb_deadlock_detect,"
		" @@character_set_server, @@collation_server, @@collation_database",
	) == (("REPEATABLE-READ", 50, 1, "utf8mb4", "utf8mb4_unicode_ci", "utf8mb4_unicode_ci"),)


def test_server_listens_on_no_port(new_site):
	site = new_site("site")
	told = mariadb.start(site)

	server = server_of(mariadb._running[0].process.pid)
	listening = {connection.laddr for connection in server.net_connections(kind="all")}
	assert not server.net_connections(kind="inet")
	assert listening - {""} == {told["FRAPPE_DB_SOCKET"]}
	assert query(told, "select @@skip_networking") == ((1,),)


def test_sites_side_by_side_have_rows_of_their_own(new_site):
	first, second = (mariadb.start(new_site(name)) for name in ("first", "second"))

	query(first, "create table visits (name varchar(140))")

	assert query(first, "show tables") == (("visits",),)
	assert query(second, "show tables") == ()


def test_server_that_starts_leaves_the_temporary_tables_of_another_alone(new_site):
	with connect(mariadb.start(new_site("first"))) as connection, connection.cursor() as cursor:
		cursor.execute("create temporary table visits (name varchar(140)) engine = aria")
		cursor.execute("insert into visits values ('Hôtel Belledonne')")

		mariadb.start(new_site("second"))

		cursor.execute("select name from visits")
		assert cursor.fetchall() == (("Hôtel Belledonne",),)
		cursor.execute("drop temporary table visits")


def test_rows_outlive_a_stop_and_are_copied(new_site):
	site = new_site("site")
	told = mariadb.start(site)
	query(told, "create table visits (name varchar(140))")
	query(told, "insert into visits values ('Hôtel Belledonne ☃')")
	mariadb.stop()
	(site / "copy" / "db").mkdir(parents=True)

	mariadb.copy(site, site / "copy")

	assert query(mariadb.start(site / "copy"), "select name from visits") == (("Hôtel Belledonne ☃",),)


def test_what_a_killed_server_left_is_in_nobodys_way(new_site):
	site = new_site("site")
	mariadb.start(site)
	server_of(mariadb._running[0].process.pid).kill()
	mariadb.stop()
	assert (site / "db" / "server.sock").exists()

	assert query(mariadb.start(site), "select 1") == ((1,),)


@pytest.mark.parametrize(
	"number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda sent: sent.name
)
def test_server_ends_with_the_process_that_started_it(new_site, number):
	command = [sys.executable, "-c", START_AND_WAIT, str(new_site("site"))]
	starter = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
	assert starter.stdout.readline() == "started\n"
	(keeper,) = psutil.Process(starter.pid).children()
	(server,) = keeper.children()

	starter.send_signal(number)

	starter.wait(timeout=PATIENCE)
	_gone, left = psutil.wait_procs([keeper, server], timeout=PATIENCE)
	assert not left


def test_server_that_cannot_start_says_why(new_site):
	site = new_site("site")
	(site / "db" / "aria_log_control").write_bytes(b"no such thing")
	(site / "db" / "ibdata1").write_bytes(b"no such thing")

	with pytest.raises(
		databases.Failure, match=r"(?s)ERROR.*MariaDB did not start in .*what it says is above"
	):
		mariadb.start(site)


def test_half_made_database_is_refused_with_what_the_installation_says(tmp_path, monkeypatch):
	(tmp_path / "db").write_text("a file in the folder's place")

	with pytest.raises(databases.Failure, match="MariaDB could not make its tables in"):
		mariadb.make_system_tables(tmp_path / "db")


def test_socket_of_a_site_deep_in_the_tree_is_elsewhere_and_removed(new_site):
	site = new_site("/".join(["a_folder_with_a_long_name"] * 5))
	told = mariadb.start(site)

	socket = Path(told["FRAPPE_DB_SOCKET"])
	assert not socket.is_relative_to(site)
	assert query(told, "select 1") == ((1,),)

	mariadb.stop()
	assert not socket.parent.exists()


def test_missing_server_is_told(monkeypatch):
	monkeypatch.delenv("SANDBOX_MARIADBD")
	monkeypatch.setattr(shutil, "which", lambda name: None)

	with pytest.raises(databases.Failure, match="no mariadbd on PATH, and SANDBOX_MARIADBD names none"):
		mariadb.get_program()
