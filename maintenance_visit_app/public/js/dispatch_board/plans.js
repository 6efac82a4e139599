// What a plan is, and how a visit's plan changes when it is moved. Minutes are those of the day.

frappe.provide("maintenance_visit_app.dispatch");

maintenance_visit_app.dispatch.SNAP = 15;

/** How long a visit takes that nobody has planned yet, as on the server. */
maintenance_visit_app.dispatch.NEW_MINUTES = 60;

/** Everything of a visit that the board changes, as the server takes it. */
maintenance_visit_app.dispatch.get_plan = function (visit) {
	return {
		mntc_date: visit.mntc_date,
		mntc_time: visit.start === null ? null : maintenance_visit_app.dispatch.write_time(visit.start),
		planned_duration: visit.planned_duration || null,
		technicians: Object.fromEntries(
			visit.rows.map(({ name, service_person }) => [name, service_person || null]),
		),
	};
};

/**
 * The plan of a visit that is taken from a lane, or whole from the tray (""), to another lane, or to the tray (null).
 * Of several days the one that was lifted comes to the day it is put on, and the others go with it.
 */
maintenance_visit_app.dispatch.get_moved_plan = function (visit, { from, lane, day, start, lifted }) {
	const plan = maintenance_visit_app.dispatch.get_plan(visit);
	for (const [row, person] of Object.entries(plan.technicians)) {
		if (!from || from === person) plan.technicians[row] = lane;
	}
	if (day) plan.mntc_date = maintenance_visit_app.dispatch.get_first_day(visit, { day, start, lifted });
	if (start !== undefined) plan.mntc_time = maintenance_visit_app.dispatch.write_time(start);
	return plan;
};

/** Where a time is pointed at it begins there. */
maintenance_visit_app.dispatch.get_first_day = function ({ mntc_date }, { day, start, lifted }) {
	if (!lifted || start !== undefined) return day;
	return frappe.datetime.add_days(day, moment(mntc_date).diff(lifted, "days"));
};

/** Let a visit be planned so before the server has answered. */
maintenance_visit_app.dispatch.apply_plan = function (visit, plan) {
	const days = moment(visit.end_day).diff(visit.mntc_date, "days");
	visit.mntc_date = plan.mntc_date;
	visit.end_day = moment(plan.mntc_date).add(days, "days").format("YYYY-MM-DD");
	visit.start = plan.mntc_time ? maintenance_visit_app.dispatch.read_time(plan.mntc_time) : null;
	visit.planned_duration = plan.planned_duration;
	if (plan.planned_duration) visit.minutes = Math.round(plan.planned_duration / 60);
	for (const row of visit.rows) row.service_person = plan.technicians[row.name];
	visit.technicians = [...new Set(visit.rows.map((row) => row.service_person).filter(Boolean))];
	visit.remarks = [];
	return visit;
};

maintenance_visit_app.dispatch.write_time = function (minutes) {
	const two = (number) => String(number).padStart(2, "0");
	return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
};

maintenance_visit_app.dispatch.read_time = function (text) {
	const [hours, minutes] = text.split(":").map(Number);
	return hours * 60 + minutes;
};

/** "1 h 30", "45 min": as short as people write it. */
maintenance_visit_app.dispatch.write_duration = function (minutes) {
	const [hours, rest] = [Math.floor(minutes / 60), Math.round(minutes % 60)];
	if (!hours) return __("{0} min", [rest]);
	return rest ? __("{0} h {1}", [hours, String(rest).padStart(2, "0")]) : __("{0} h", [hours]);
};

/** The first time of a technician's day at which there is room, or else when the last visit ends. */
maintenance_visit_app.dispatch.get_first_free = function (hours, visits, minutes, earliest) {
	const snap = (at) => {
		const { SNAP } = maintenance_visit_app.dispatch;
		return Math.min(Math.ceil(at / SNAP) * SNAP, 24 * 60 - SNAP);
	};
	const taken = visits
		.filter(({ start }) => start !== null)
		.map(({ start, minutes }) => [start, start + minutes])
		.sort(([one], [other]) => one - other);
	const push = (free, [start, end]) => (start < free + minutes && free < end ? snap(end) : free);
	for (const [from, to] of hours) {
		const free = taken.reduce(push, snap(Math.max(from, earliest)));
		if (free + minutes <= to) return free;
	}
	const begin = hours.length ? hours[0][0] : 8 * 60;
	return snap(Math.max(begin, earliest, ...taken.map(([, end]) => end)));
};
