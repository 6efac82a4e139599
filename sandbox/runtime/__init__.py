"""Runs Frappe and its apps in one process: no bench, no Redis, no MariaDB, loopback only."""
