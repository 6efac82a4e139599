"""MySQL's functions answer as MySQL's manual says."""

import frappe
import pytest

EXPRESSIONS = {
	"if(1 > 0, 'yes', 'no')": "yes",
	"if(0, 'yes', 'no')": "no",
	"if(null, 'yes', 'no')": "no",
	"concat('a', 1, 'b')": "a1b",
	"concat('a', null)": None,
	"concat_ws(', ', 'Lyon', null, 'Paris')": "Lyon, Paris",
	"concat_ws(null, 'Lyon', 'Paris')": None,
	"date_format('2026-03-02 09:05:07', '%Y-%m-%d %H:%i:%s')": "2026-03-02 09:05:07",
	"date_format('2026-03-02 15:05:07', '%e/%c/%y %h:%i %p')": "2/3/26 03:05 PM",
	"date_format('2026-03-02', '%W, %M')": "Monday, March",
	"date_format(null, '%Y')": None,
	"datediff('2026-03-02 00:05:00', '2026-02-28 23:55:00')": 2,
	"datediff('2026-03-02', null)": None,
	"timestamp('2026-03-02')": "2026-03-02 00:00:00",
	"timestamp('2026-03-02', '09:30:00')": "2026-03-02 09:30:00",
	"year('2026-03-02')": 2026,
	"quarter('2026-03-31') * 10 + quarter('2026-04-01')": 12,
	"month('2026-03-02')": 3,
	"monthname('2026-03-02')": "March",
	"day('2026-03-02')": 2,
	"dayname('2026-03-02')": "Monday",
	"left('maintenance', 4)": "main",
	"right('maintenance', 3)": "nce",
	"right('maintenance', 0)": "",
	"substring('maintenance', 5)": "tenance",
	"substring('maintenance', 5, 3)": "ten",
	"substring('maintenance', -3, 2)": "nc",
	"substring('maintenance', 0)": "",
	"substring('visit', -9)": "",
	"char_length('hôtel')": 5,
	"locate('TEN', 'maintenance')": 5,
	"locate('x', 'maintenance')": 0,
	"field('b', 'a', 'b')": 2,
	"field('x', 'a', 'b')": 0,
	"greatest(3, 7, 5)": 7,
	"least(3, 7, null)": None,
	"truncate(-1.999, 1)": -1.9,
	"truncate(122, -2)": 100,
}


@pytest.mark.parametrize(("expression", "value"), EXPRESSIONS.items())
def test_function_answers_as_mysql_does(expression, value):
	assert frappe.db.sql(f"select {expression}")[0][0] == value


def test_now_and_today_are_the_sites():
	assert str(frappe.db.sql("select curdate()")[0][0]) == frappe.utils.today()
	assert frappe.db.sql("select datediff(now(), curdate())")[0][0] == 0


def test_time_is_known_before_the_settings_were_read():
	frappe.clear_cache()
	frappe.local.system_settings = None

	assert frappe.db.sql("select datediff(now(), curdate())")[0][0] == 0


def test_functions_are_there_on_every_connection(in_threads):
	assert in_threads(lambda: frappe.db.sql("select concat('a', 'b')"), 2) == [[("ab",)]] * 2


def test_report_groups_by_a_formatted_date():
	frappe.get_doc(doctype="ToDo", description="due", date="2031-03-02").insert()
	frappe.get_doc(doctype="ToDo", description="due", date="2031-03-20").insert()

	months = frappe.db.sql(
		"""select date_format(date, %(month)s) as month, count(*) from tabToDo
		where date >= '2031-01-01' group by month""",
		{"month": "%m/%Y"},
	)

	assert months == [("03/2031", 2)]
