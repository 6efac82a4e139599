// What waits to be planned, at the side: visits of nobody or of no time, and what is due and has no visit.

frappe.provide("maintenance_visit_app.dispatch");

maintenance_visit_app.dispatch.Tray = class {
	constructor(board) {
		this.board = board;
		this.$root = board.$root.find(".dispatch-tray").attr("aria-label", __("To Plan"));
		this.visits = [];
		this.sources = [];
		this.chosen = new Set();
		this.filters = {};
		this.$root.html(this.get_html());
		this.$list = this.$root.find(".dispatch-tray-list");
		this.listen();
	}

	get_html() {
		const wanted = __("Customer or item");
		const select = (name, label) =>
			`<select class="form-control input-xs" data-tray-filter="${name}" aria-label="${label}"></select>`;
		return `<div class="dispatch-tray-head"><b>${__("To Plan")}</b>
				<span class="text-muted dispatch-chosen" aria-live="polite"></span></div>
			<div class="dispatch-tray-filters">
				<input type="search" class="form-control input-xs" data-tray-filter="text"
					placeholder="${wanted}" aria-label="${wanted}">
				${select("kind", __("What"))}${select("territory", __("Territory"))}${select("due", __("Due"))}
			</div>
			<div class="dispatch-tray-list" data-lane="" data-day=""></div>
			<p class="dispatch-hint text-muted">${__(
				"Drag onto a technician. Hold Ctrl to choose several. By keyboard: Space picks up, arrows move.",
			)}</p>`;
	}

	listen() {
		this.$root.on("input change", "[data-tray-filter]", ({ currentTarget }) => {
			this.filters[currentTarget.dataset.trayFilter] = currentTarget.value;
			this.draw();
		});
	}

	set({ visits, sources }) {
		Object.assign(this, { visits, sources });
		const keys = new Set(this.get_things().map((thing) => this.get_key(thing)));
		for (const key of this.chosen) if (!keys.has(key)) this.chosen.delete(key);
	}

	get_things() {
		return [...this.visits, ...this.sources];
	}

	/** A source is named by its first row: a schedule has many dates. */
	get_key({ name, doctype, rows }) {
		return doctype ? `${doctype}/${name}/${rows[0]}` : name;
	}

	find(key) {
		return this.get_things().find((thing) => this.get_key(thing) === key);
	}

	forget(thing) {
		const key = this.get_key(thing);
		this.visits = this.visits.filter((visit) => this.get_key(visit) !== key);
		this.sources = this.sources.filter((source) => this.get_key(source) !== key);
		this.chosen.delete(key);
	}

	count() {
		return this.get_things().length;
	}

	/** All that is dragged with one: itself, or what was chosen together with it. */
	get_dragged(key) {
		return this.chosen.has(key) ? [...this.chosen].map((each) => this.find(each)) : [this.find(key)];
	}

	/** Choose one more or one less; with Shift all in between. */
	choose(key, is_range) {
		const keys = this.shown.map((thing) => this.get_key(thing));
		if (is_range && this.last) {
			const [from, to] = [keys.indexOf(this.last), keys.indexOf(key)].sort((one, other) => one - other);
			keys.slice(Math.max(from, 0), to + 1).forEach((each) => this.chosen.add(each));
		} else if (!this.chosen.delete(key)) {
			this.chosen.add(key);
		}
		this.last = key;
		this.board.draw();
	}

	get_kind({ doctype, technicians }) {
		if (!doctype) return technicians.length ? "timeless" : "visit";
		return doctype;
	}

	get_kinds() {
		return {
			visit: __("Without a technician"),
			timeless: __("Without a time"),
			"Warranty Claim": __("Claims"),
			"Maintenance Schedule": __("Dates of schedules"),
			"Sales Order": __("Orders"),
		};
	}

	get_day({ mntc_date, day }) {
		return mntc_date || day;
	}

	is_shown(thing) {
		const { text, kind, territory, due } = this.filters;
		const { skill } = this.board.filters;
		return [
			this.has_text(thing, text),
			!kind || this.get_kind(thing) === kind,
			!territory || thing.territory === territory,
			!due || this.get_day(thing) <= this.get_last_due(due),
			!skill || thing.doctype || thing.skills.includes(skill),
		].every(Boolean);
	}

	has_text(thing, text) {
		if (!text) return true;
		const items = thing.items || thing.rows.map((row) => row.item_name || row.item_code);
		const all = [thing.customer_name, thing.customer, thing.name, ...items].join(" ");
		return all.toLowerCase().includes(text.toLowerCase());
	}

	get_last_due(due) {
		const today = maintenance_visit_app.dispatch.get_now().today;
		return frappe.datetime.add_days(today, { overdue: -1, today: 0, week: 7 }[due]);
	}

	draw() {
		this.draw_filters();
		const things = this.get_things().filter((thing) => this.is_shown(thing));
		this.shown = things.sort((a, b) => (this.get_day(a) < this.get_day(b) ? -1 : 1));
		const html = this.shown.map((thing) => this.draw_card(thing)).join("");
		const none = `<p class="text-muted dispatch-none">${__("Nothing waits to be planned.")}</p>`;
		if (this.html !== html) this.$list.html(html || none);
		this.html = html;
		const chosen = this.chosen.size ? __("{0} chosen", [this.chosen.size]) : String(this.shown.length);
		this.$root.find(".dispatch-chosen").text(chosen);
	}

	draw_filters() {
		const territories = [...new Set(this.get_things().map(({ territory }) => territory))].filter(Boolean);
		this.fill(
			"territory",
			__("Any territory"),
			Object.fromEntries(territories.sort().map((name) => [name, name])),
		);
		this.fill("kind", __("All"), this.get_kinds());
		this.fill("due", __("Due at any time"), {
			overdue: __("Overdue"),
			today: __("Until today"),
			week: __("Within a week"),
		});
	}

	fill(name, all, options) {
		const { escape_html } = frappe.utils;
		const rows = Object.entries({ "": all, ...options }).map(
			([value, label]) => `<option value="${escape_html(value)}">${escape_html(label)}</option>`,
		);
		const $select = this.$root.find(`[data-tray-filter=${name}]`);
		const html = rows.join("");
		if ($select.data("drawn") !== html) {
			$select
				.html(html)
				.data("drawn", html)
				.val(this.filters[name] || "");
		}
	}

	get_what({ doctype, items, rows }) {
		if (doctype) return [__(doctype), ...new Set(items)].join(" · ");
		return rows.map((row) => row.item_name || row.item_code).find(Boolean) || "";
	}

	draw_card(thing) {
		const key = this.get_key(thing);
		const { escape_html } = frappe.utils;
		const [day, what, is_chosen] = [this.get_day(thing), this.get_what(thing), this.chosen.has(key)];
		const name = thing.customer_name || thing.customer;
		const more = [thing.city || thing.territory, thing.skills?.join(", ")].filter(Boolean).join(" · ");
		const { get_now, write_day } = maintenance_visit_app.dispatch;
		const label = escape_html([name, what, write_day(day, "date")].join(", "));
		const late = day < get_now().today ? "is-late" : "";
		const kind = `of-${frappe.scrub(this.get_kind(thing))} ${is_chosen ? "is-chosen" : ""}`;
		return `<div class="dispatch-card is-movable in-tray ${kind}" role="button" tabindex="-1"
			data-thing="${escape_html(key)}" aria-pressed="${is_chosen}" aria-label="${label}">
			<div class="dispatch-card-head"><span class="dispatch-card-time ${late}">
				${write_day(day, "short")}</span>${thing.priority === "Urgent" ? "▲" : ""}</div>
			<div class="dispatch-card-title">${escape_html(name)}</div>
			<div class="dispatch-card-more">${escape_html(what)}</div>
			<div class="dispatch-card-more">${escape_html(more)}</div></div>`;
	}
};
