// Days and hours in the user's language: Frappe lets moment speak English only.

frappe.provide("maintenance_visit_app.dispatch");

maintenance_visit_app.dispatch.HOUR = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

maintenance_visit_app.dispatch.FORMS = {
	weekday: { weekday: "short" },
	number: { day: "numeric" },
	short: { weekday: "short", day: "numeric", month: "short" },
	date: { day: "numeric", month: "long", year: "numeric" },
	long: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
	month: { month: "long", year: "numeric" },
	period: { day: "numeric", month: "short", year: "numeric" },
	hour: { weekday: "short", day: "numeric", month: "short", ...maintenance_visit_app.dispatch.HOUR },
	slot: { weekday: "long", day: "numeric", month: "short", ...maintenance_visit_app.dispatch.HOUR },
};

maintenance_visit_app.dispatch.written = new Map();

/** A day, or a day with its time as "2026-11-30 09:15", in one of the forms. Hundreds of cards are of the same few days. */
maintenance_visit_app.dispatch.write_day = function (day, form) {
	const { written, get_format, to_date } = maintenance_visit_app.dispatch;
	const key = `${day} ${form}`;
	if (!written.has(key)) written.set(key, get_format(form).format(to_date(day)));
	return written.get(key);
};

maintenance_visit_app.dispatch.write_period = function (first, last) {
	const { get_format, to_date } = maintenance_visit_app.dispatch;
	return get_format("period").formatRange(to_date(first), to_date(last));
};

maintenance_visit_app.dispatch.get_format = function (form) {
	const options = { ...maintenance_visit_app.dispatch.FORMS[form], timeZone: "UTC" };
	const language = (frappe.boot.lang || "en").replace("_", "-");
	const [known] = Intl.DateTimeFormat.supportedLocalesOf([language]);
	return new Intl.DateTimeFormat(known || "en", options);
};

/** The day and the minute of the site, whose all plans are: a user may have set another time zone. */
maintenance_visit_app.dispatch.get_now = function () {
	const [today, time] = frappe.datetime.system_datetime().split(" ");
	const [hours, minutes] = time.split(":").map(Number);
	return { today, minutes: hours * 60 + minutes };
};

maintenance_visit_app.dispatch.to_date = function (day) {
	const [date, time = "00:00"] = day.split(" ");
	return new Date(`${date}T${time.slice(0, 5)}:00Z`);
};
