"""Bring visits from a CSV file to a site, and keep a copy of the site's visits in SQLite.

	python3 sync_visits.py --url https://erp.example.com --key KEY --secret SECRET import visits.csv
	python3 sync_visits.py --url https://erp.example.com --key KEY --secret SECRET copy visits.db

Needs `requests`. Both may be killed at any moment and run again: the site makes a visit once for each external ID,
and the copy's cursor is written in the transaction that writes what it stands for.
"""

import argparse
import csv
import json
import sqlite3
import sys
import time
from collections.abc import Iterator

import requests

SYSTEM = "CSV"
AT_ONCE = 100
LONGEST_WAIT = 60
API = "/api/method/maintenance_visit_app.api"


class Site:
	"""A site's API: asked again where the network, a lock or the rate limit was in the way."""

	def __init__(self, url: str, key: str, secret: str) -> None:
		self.url = url.rstrip("/")
		self.session = requests.Session()
		self.session.headers.update({"Authorization": f"token {key}:{secret}", "Accept": "application/json"})

	def call(self, http_method: str, method: str, **values) -> dict:
		wait = 1
		while True:
			try:
				answer = self.send(http_method, f"{self.url}{API}.{method}", values)
			except requests.ConnectionError:
				answer = None
			if answer is not None and answer.status_code not in (429, 502, 503, 504):
				break
			time.sleep(int(answer.headers.get("Retry-After", wait)) if answer is not None else wait)
			wait = min(wait * 2, LONGEST_WAIT)
		if not answer.ok:
			raise SystemExit(f"{method}: {answer.status_code} {answer.text[:500]}")
		return answer.json()["message"]

	def send(self, http_method: str, url: str, values: dict) -> requests.Response:
		if http_method == "GET":
			return self.session.get(url, params=values, timeout=60)
		return self.session.post(url, json=values, timeout=300)


def import_visits(site: Site, path: str) -> int:
	"""Send the file's visits, many at once; print those that the site refuses, and return how many there are."""
	refused = 0
	for visits in get_batches(read_visits(path)):
		answer = site.call("POST", "bulk.upsert_visits", visits=visits)
		print(answer["counts"], flush=True)
		for result in answer["results"]:
			if result["outcome"] == "refused":
				refused += 1
				print(visits[result["index"]]["external_id"], result["error"]["message"], file=sys.stderr)
	return refused


def read_visits(path: str) -> Iterator[dict]:
	"""Return the lines as visits: id, customer, company, date, item_code and technician are the columns."""
	with open(path, newline="", encoding="utf-8") as file:
		for line in csv.DictReader(file):
			row = {"item_code": line["item_code"], "service_person": line.get("technician") or None}
			yield {
				"external_system": SYSTEM,
				"external_id": line["id"],
				"customer": line["customer"],
				"company": line["company"],
				"mntc_date": line["date"],
				"purposes": [row],
			}


def get_batches(visits: Iterator[dict]) -> Iterator[list[dict]]:
	batch = []
	for visit in visits:
		batch.append(visit)
		if len(batch) == AT_ONCE:
			yield batch
			batch = []
	if batch:
		yield batch


def copy_visits(site: Site, path: str) -> int:
	"""Bring the copy up to date, page by page, and return how many visits it has."""
	with sqlite3.connect(path) as copy:
		copy.execute(
			"create table if not exists visit (name text primary key, status text, data text, seen int)"
		)
		copy.execute("create table if not exists state (cursor text, round int)")
	more = True
	while more:
		cursor, number = get_state(copy)
		page = site.call("GET", "changes.get_changes", limit=500, **({"after": cursor} if cursor else {}))
		with copy:  # one transaction: the page and the cursor behind it, or neither
			write_page(copy, page, number)
		more = page["more"]
	return copy.execute("select count(*) from visit").fetchone()[0]


def get_state(copy: sqlite3.Connection) -> tuple[str | None, int]:
	return copy.execute("select cursor, round from state").fetchone() or (None, 0)


def write_page(copy: sqlite3.Connection, page: dict, number: int) -> None:
	number += page["restart"]
	for visit in page["visits"]:
		values = (visit["name"], visit["status"], json.dumps(visit), number)
		copy.execute("insert or replace into visit values (?, ?, ?, ?)", values)
	for name in (*page["deleted"], *page["unreadable"]):
		copy.execute("delete from visit where name = ?", (name,))
	copy.execute("delete from state")
	copy.execute("insert into state values (?, ?)", (page["cursor"], number))
	if not page["more"]:
		# What didn't come again since the last restart is not this user's any more
		copy.execute("delete from visit where seen < ?", (number,))


def main() -> int:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	for option in ("--url", "--key", "--secret"):
		parser.add_argument(option, required=True)
	parser.add_argument("what", choices=["import", "copy"])
	parser.add_argument("path")
	options = parser.parse_args()
	site = Site(options.url, options.key, options.secret)
	if options.what == "import":
		return int(bool(import_visits(site, options.path)))
	print(copy_visits(site, options.path), "visits")
	return 0


if __name__ == "__main__":
	sys.exit(main())
