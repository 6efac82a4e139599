#!/usr/bin/env bash
# Makes a bench with ERPNext, this app and a site whose tests may run, the ordinary way: frappe-bench from PyPI.
#
# MariaDB and two Redis are there already. What differs comes from the environment:
#   BENCH              folder of the bench to make            ~/frappe-bench
#   BRANCH             of Frappe and ERPNext                   version-16
#   FRAPPE, ERPNEXT    their repositories, or local clones     GitHub's
#   PAYMENTS           repository of Frappe's app `payments`   none; ERPNext 15's own tests want it
#   APP                this app's repository                   the one this file is in
#   PYTHON             interpreter of the bench                python3
#   SITE               name of the site                        test.localhost
#   WITHOUT            name of a site with ERPNext alone       none is made
#   DB_HOST, DB_PORT, DB_ROOT_PASSWORD                         127.0.0.1, 3306, root
#   REDIS_CACHE, REDIS_QUEUE                                   redis://127.0.0.1:13000, …:11000
#   ASSETS=1           build every app's bundles, not only Frappe's
set -euo pipefail

BENCH=${BENCH:-$HOME/frappe-bench}
BRANCH=${BRANCH:-version-16}
APP=${APP:-$(cd "$(dirname "$0")/../.." && pwd)}
SITE=${SITE:-test.localhost}
DB_HOST=${DB_HOST:-127.0.0.1} DB_PORT=${DB_PORT:-3306}

bench init "$BENCH" --frappe-path "${FRAPPE:-https://github.com/frappe/frappe}" --frappe-branch "$BRANCH" \
	--python "${PYTHON:-python3}" --skip-assets --skip-redis-config-generation --no-backups --no-procfile
cd "$BENCH"

bench set-config --global db_host "$DB_HOST"
bench set-config --global --parse db_port "$DB_PORT"
bench set-config --global redis_cache "${REDIS_CACHE:-redis://127.0.0.1:13000}"
bench set-config --global redis_queue "${REDIS_QUEUE:-redis://127.0.0.1:11000}"

bench get-app --branch "$BRANCH" --skip-assets "${ERPNEXT:-https://github.com/frappe/erpnext}"
if [ -n "${PAYMENTS:-}" ]; then
	bench get-app --branch "$BRANCH" --skip-assets "$PAYMENTS"
	# What it requires imports pkg_resources, which newer ones lack
	bench pip install "setuptools<81"
fi
bench get-app --skip-assets "$APP"
# Tests of Frappe's own packages: requirements of a developer
bench setup requirements --dev

for site in "$SITE" ${WITHOUT:-}; do
	bench new-site "$site" --db-root-username root --db-root-password "${DB_ROOT_PASSWORD:-root}" \
		--admin-password admin --mariadb-user-host-login-scope=% --install-app erpnext
	if [ -n "${PAYMENTS:-}" ]; then bench --site "$site" install-app payments; fi
	bench --site "$site" set-config --parse allow_tests 1
	# As for ERPNext's own tests: a request doesn't tell that there is no Email Account
	bench --site "$site" set-config mail_server localhost
	bench --site "$site" set-config --parse mute_emails 1
done
bench --site "$SITE" install-app maintenance_visit_app
if [ -n "${ASSETS:-}" ]; then
	bench build
else
	# A notification's e-mail takes its style from Frappe's bundles; the tests read French where it is compiled
	bench build --app frappe
	bench compile-po-to-mo --app maintenance_visit_app || true
fi
