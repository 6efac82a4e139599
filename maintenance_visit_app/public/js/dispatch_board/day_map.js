// A day of the board on a map: where the visits are, and in which order each technician drives to them.

frappe.provide("maintenance_visit_app.dispatch");

// Of who has no color in his profile, one after the other
maintenance_visit_app.dispatch.COLORS = [
	"#1f78b4",
	"#d95f02",
	"#33803d",
	"#7b4fa3",
	"#c2185b",
	"#8a6d00",
	"#00798c",
	"#7f4a3a",
];

maintenance_visit_app.dispatch.open_map = function (board) {
	new maintenance_visit_app.dispatch.DayMap(board).show();
};

maintenance_visit_app.dispatch.DayMap = class {
	constructor(board) {
		this.board = board;
		const { write_day } = maintenance_visit_app.dispatch;
		const { today } = board.data;
		const { days } = board;
		this.dialog = new frappe.ui.Dialog({
			title: __("Map"),
			size: "extra-large",
			fields: [
				{
					fieldtype: "Select",
					fieldname: "day",
					label: __("Day"),
					options: days.map((day) => ({ value: day, label: write_day(day, "long") })),
					default: days.includes(today) ? today : days.find((day) => this.is_busy(day)) || days[0],
					change: () => this.draw_day(),
				},
				{
					fieldtype: "HTML",
					options:
						'<div class="dispatch-map"></div><div class="dispatch-map-legend" aria-live="polite"></div>',
				},
			],
		});
		this.dialog.$wrapper.on("click", "[data-visit]", ({ currentTarget }) =>
			this.open(currentTarget.dataset.visit),
		);
	}

	async show() {
		this.map = await maintenance_visit_app.map.show_in(this.dialog, ".dispatch-map");
		if (!this.map) return;
		this.layer = L.layerGroup().addTo(this.map);
		this.draw_day();
		this.board.day_map = this;
		this.dialog.$wrapper.one("hidden.bs.modal", () => (this.board.day_map = null));
	}

	/** It may have gone from these days since the map was drawn. */
	async open(name) {
		const visit = this.board.get_visit(name) || (await this.board.find(name));
		this.dialog.hide();
		if (visit) maintenance_visit_app.dispatch.open_plan(this.board, visit);
		else
			frappe.show_alert({
				message: __("Maintenance Visit {0} is not there any more.", [name]),
				indicator: "orange",
			});
	}

	is_busy(day) {
		return this.board.data.technicians.some(
			(person) => this.board.is_shown(person) && this.board.lanes.get_visits(person.name, day).length,
		);
	}

	/** Who is shown on the board, each with a color. */
	get_lanes() {
		const { COLORS } = maintenance_visit_app.dispatch;
		return this.board.data.technicians
			.map((person, number) => {
				// A program may have written anything there
				const is_color = /^#[0-9a-f]{6}$/i.test(person.color || "");
				return { ...person, color: is_color ? person.color : COLORS[number % COLORS.length] };
			})
			.filter((person) => this.board.is_shown(person));
	}

	/** A technician's visits of the day in their order, numbered; those without a time come last and have no number. */
	get_stops(day, lanes) {
		return lanes.flatMap(({ name, color }) => {
			const visits = this.board.lanes.get_visits(name, day);
			const stops = visits.map((visit) => ({ visit, name, color, start: this.get_start(visit, day) }));
			return this.sort(stops).map((stop, number) => ({
				...stop,
				number: stop.start === null ? null : number + 1,
			}));
		});
	}

	sort(stops) {
		const order = ({ start }) => start ?? 24 * 60;
		return stops.sort((one, other) => order(one) - order(other));
	}

	/** What began on an earlier day goes on from midnight. */
	get_start({ mntc_date, start }, day) {
		return start !== null && mntc_date < day ? 0 : start;
	}

	/** The tray has no more than its first visits, the board all of the day. */
	get_waiting(day) {
		return this.board.data.visits
			.filter((visit) => !visit.technicians.length && this.board.lanes.get_days_of(visit).includes(day))
			.map((visit) => ({
				visit,
				name: __("Nobody"),
				color: "#6b6b6b",
				number: null,
				start: this.get_start(visit, day),
			}));
	}

	/** Draw the chosen day, and move the map to where it is. */
	draw_day() {
		if (!this.map) return;
		this.facts = null;
		// Leaflet draws nothing before it knows where
		const { known, homes } = this.get_day();
		maintenance_visit_app.map.show_all(this.map, [...known.map(({ visit }) => visit.position), ...homes]);
		this.draw();
	}

	/** Draw what has changed since it was drawn; whoever looks at a part of the map goes on looking at it. */
	draw() {
		const { lanes, stops, all, known } = this.get_day();
		const facts = JSON.stringify([lanes, all]);
		if (this.facts === facts) return;
		this.facts = facts;
		this.layer.clearLayers();
		for (const lane of lanes) this.draw_way(lane, stops);
		for (const place of this.get_places(known)) this.draw_place(place);
		this.draw_legend(all);
	}

	get_day() {
		const day = this.dialog.get_value("day");
		const lanes = this.get_lanes();
		const stops = this.get_stops(day, lanes);
		const all = [...stops, ...this.get_waiting(day)];
		const known = all.filter(({ visit }) => visit.position);
		return { lanes, stops, all, known, homes: lanes.map(({ home }) => home).filter(Boolean) };
	}

	/** As the crow flies, from where the day begins and back. */
	draw_way({ name, color, home }, stops) {
		const positions = stops
			.filter((stop) => stop.name === name && stop.number && stop.visit.position)
			.map(({ visit }) => visit.position);
		if (home) {
			const icon = L.divIcon({
				className: "dispatch-home",
				iconSize: [20, 20],
				html: `<span style="--color: ${color}">⌂</span>`,
			});
			const label = __("{0} begins here", [name]);
			L.marker(home, { icon, title: label, alt: label, keyboard: false }).addTo(this.layer);
		}
		const way = home && positions.length ? [home, ...positions, home] : positions;
		if (way.length > 1) L.polyline(way, { color, weight: 3, opacity: 0.65 }).addTo(this.layer);
	}

	/** Return the stops by where they are: two visits at one place are one mark. */
	get_places(stops) {
		const places = new Map();
		for (const stop of stops) {
			const key = stop.visit.position.join();
			if (!places.has(key)) places.set(key, []);
			places.get(key).push(stop);
		}
		return [...places.values()];
	}

	draw_place(stops) {
		const [{ visit, color }] = this.sort(stops);
		const is_shared = stops.some((stop) => stop.color !== color);
		const numbers = stops.map(({ number }) => number ?? "–").join("·");
		const icon = L.divIcon({
			className: "dispatch-stop",
			iconSize: null,
			html: `<span style="--color: ${is_shared ? "#333" : color}">${numbers}</span>`,
		});
		const visits = this.get_once(stops);
		const label = visits.map((stop) => this.describe(stop)).join("\n");
		const marker = L.marker(visit.position, { icon, title: label, alt: label }).addTo(this.layer);
		const rows = visits.map((stop) => this.draw_row(stop)).join("");
		marker.bindPopup(`<ul class="dispatch-map-visits">${rows}</ul>`, { minWidth: 180 });
		$(marker.getElement())
			.attr({ role: "button", "aria-label": label })
			// Leaflet knows Enter alone, and a page is scrolled by Space
			.on("keydown", (press) => {
				if (press.key !== " ") return;
				press.preventDefault();
				marker.openPopup();
			});
	}

	/** Each visit is a stop of all of its technicians. */
	get_once(stops) {
		return [...new Map(stops.map((stop) => [stop.visit.name, stop])).values()];
	}

	draw_row(stop) {
		const { escape_html } = frappe.utils;
		return `<li><button type="button" class="btn btn-link btn-xs" data-visit="${escape_html(stop.visit.name)}">
			${escape_html(this.describe(stop))}</button></li>`;
	}

	describe({ visit, name }) {
		const { write_time } = maintenance_visit_app.dispatch;
		const who = visit.technicians.join(", ") || name;
		const time = visit.start === null ? __("No time") : write_time(visit.start);
		return [time, visit.customer_name || visit.customer, visit.city, who].filter(Boolean).join(", ");
	}

	/** Whose color is which, and what can't be shown. */
	draw_legend(stops) {
		const { escape_html } = frappe.utils;
		const names = [...new Set(stops.map(({ name }) => name))];
		const persons = names.map((name) => {
			const of_person = stops.filter((stop) => stop.name === name);
			return `<span class="dispatch-map-person" style="--color: ${of_person[0].color}">${escape_html(name)}
				<small>${of_person.length}</small></span>`;
		});
		const lost = this.get_once(stops.filter(({ visit }) => !visit.position));
		const rows = lost.map((stop) => this.draw_row(stop)).join("");
		const unknown = lost.length
			? `<details><summary>${__("Nobody knows where they are: {0}", [lost.length])}</summary>
				<ul class="dispatch-map-visits">${rows}</ul></details>`
			: "";
		const nothing = stops.length ? "" : __("No visit is planned for this day.");
		this.dialog.$wrapper.find(".dispatch-map-legend").html(`${nothing}${persons.join("")}${unknown}`);
	}
};
