// Each technician's day on a page: what to take along where there is no telephone.

frappe.provide("maintenance_visit_app.dispatch");

maintenance_visit_app.dispatch.print_days = async function (board) {
	const days = board.view === "month" ? [board.day] : board.days;
	const technicians = board.data.technicians.filter((person) => board.is_shown(person));
	const pages = technicians.flatMap(({ name }) =>
		days.map((day) => ({ name, day, visits: board.lanes.get_visits(name, day) })),
	);
	const filled = pages.filter(({ visits }) => visits.length);
	if (!filled.length) {
		frappe.show_alert({ message: __("These technicians have no visit on these days."), indicator: "orange" });
		return;
	}
	const names = [...new Set(filled.flatMap(({ visits }) => visits.map(({ name }) => name)))];
	const details = await frappe.xcall("maintenance_visit_app.dispatch.day_sheets.get_details", {
		visits: names,
	});
	const html = filled.map((page) => maintenance_visit_app.dispatch.draw_page(page, details)).join("");
	const sheet = window.open("", "_blank");
	if (!sheet) {
		frappe.msgprint(__("Please enable pop-ups"));
		return;
	}
	sheet.document
		.write(`<!doctype html><html><head><title>${__("Day Sheets")}</title><meta charset="utf-8"><style>
		body { font: 13px sans-serif; margin: 24px } h1 { font-size: 19px } section { page-break-after: always }
		table { width: 100%; border-collapse: collapse } td, th { padding: 7px 6px; border-bottom: 1px solid #ccc;
		text-align: left; vertical-align: top } th { font-size: 11px; color: #555 } td:first-child { white-space: nowrap }
		</style></head><body>${html}</body></html>`);
	sheet.document.close();
	sheet.print();
};

/** The days that are shown, to each technician who is: after a question, as a mail can't be taken back. */
maintenance_visit_app.dispatch.send_days = function (board) {
	const technicians = board.data.technicians
		.filter((person) => board.is_shown(person))
		.map(({ name }) => name);
	const [start, end] = [board.days[0], board.days[board.days.length - 1]];
	const { write_period } = maintenance_visit_app.dispatch;
	const question = __("Send each technician shown the visits of {0} by email?", [write_period(start, end)]);
	frappe.confirm(question, async () => {
		const method = "maintenance_visit_app.dispatch.day_sheets.send";
		const { sent, unknown } = await frappe.xcall(method, { start, end, technicians });
		const names = frappe.utils.escape_html(unknown.join(", "));
		const left = unknown.length ? __("No user, so no address: {0}.", [names]) : "";
		frappe.show_alert(
			{
				message: `${__("{0} technicians are sent their visits.", [sent.length])} ${left}`,
				indicator: unknown.length ? "orange" : "green",
			},
			10,
		);
	});
};

maintenance_visit_app.dispatch.draw_page = function ({ name, day, visits }, details) {
	const escape = (text) => frappe.utils.escape_html(text || "");
	const lines = (texts) => texts.filter(Boolean).map(escape).join("<br>");
	const { write_time, write_duration } = maintenance_visit_app.dispatch;
	const write_start = ({ mntc_date, start }) => {
		if (mntc_date < day) return __("Goes on");
		return start === null ? "" : write_time(start);
	};
	const rows = visits.map((visit) => {
		const { address, contact, phone, items } = details[visit.name] || { items: [] };
		return `<tr><td><b>${write_start(visit)}</b><br>${write_duration(visit.minutes)}</td>
			<td>${lines([visit.customer_name || visit.customer, ...(address || "").split("\n")])}</td>
			<td>${lines([contact, phone])}</td><td>${lines(items)}</td><td>${escape(visit.name)}</td></tr>`;
	});
	const heads = [__("Time", null, "Dispatch Board"), __("Customer"), __("Contact"), __("Items"), __("Visit")];
	return `<section><h1>${escape(name)} · ${maintenance_visit_app.dispatch.write_day(day, "long")}</h1>
		<table><tr>${heads.map((head) => `<th>${head}</th>`).join("")}</tr>${rows.join("")}</table></section>`;
};
