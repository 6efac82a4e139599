// Which days, which view, which technicians; undo, and what the board proposes.

frappe.provide("maintenance_visit_app.dispatch");

maintenance_visit_app.dispatch.Toolbar = class {
	constructor(board) {
		this.board = board;
		this.$root = $('<div class="dispatch-toolbar"></div>').prependTo(board.page.main);
		this.$root.html(this.get_html());
		this.listen();
	}

	get_html() {
		const [earlier, later, what_is_shown] = [__("Earlier"), __("Later"), __("View")];
		const views = { day: __("Day"), week: __("Week"), month: __("Month") };
		const buttons = Object.entries(views).map(
			([view, label]) =>
				`<button type="button" class="btn btn-default btn-sm" data-view="${view}">${label}</button>`,
		);
		return `
			<div class="btn-group dispatch-walk">
				<button type="button" class="btn btn-default btn-sm" data-walk="-1" aria-label="${earlier}">‹</button>
				<button type="button" class="btn btn-default btn-sm" data-walk="0">${__("Today")}</button>
				<button type="button" class="btn btn-default btn-sm" data-walk="1" aria-label="${later}">›</button>
			</div>
			<h2 class="dispatch-period"></h2>
			<div class="btn-group" role="group" aria-label="${what_is_shown}">${buttons.join("")}</div>
			<input type="search" class="form-control input-sm" data-filter="technician"
				placeholder="${__("Technician")}" aria-label="${__("Technician")}">
			<select class="form-control input-sm" data-filter="skill" aria-label="${__("Skill")}"></select>
			<span class="dispatch-stretch"></span>
			${this.get_icon("undo", __("Undo the Last Move"), "↶", "disabled")}
			${maintenance_visit_app.map.is_there() ? this.get_icon("map", __("Map"), frappe.utils.icon("map", "sm")) : ""}
			${this.get_icon("print", __("Print"), frappe.utils.icon("printer", "sm"))}
			${this.get_icon("send", __("Send by Email"), frappe.utils.icon("mail", "sm"))}
			<button type="button" class="btn btn-default btn-sm" data-do="arrange">${__("Arrange")}</button>
			<button type="button" class="btn btn-primary btn-sm" data-do="find">${__("Who Is Free?")}</button>
			<button type="button" class="btn btn-default btn-sm dispatch-tray-toggle" data-do="tray"
				aria-expanded="true"><span>${__("To Plan")}</span> <b></b></button>`;
	}

	get_icon(what, label, icon, state = "") {
		return `<button type="button" class="btn btn-default btn-sm" data-do="${what}" aria-label="${label}"
			title="${label}" ${state}>${icon}</button>`;
	}

	listen() {
		const { board } = this;
		this.$root.on("click", "[data-walk]", ({ currentTarget }) =>
			this.walk(Number(currentTarget.dataset.walk)),
		);
		this.$root.on("click", "[data-view]", ({ currentTarget }) =>
			board.go(currentTarget.dataset.view, board.day),
		);
		this.$root.on("click", "[data-do]", ({ currentTarget }) => this.do(currentTarget.dataset.do));
		this.$root.on("input change", "[data-filter]", ({ currentTarget }) => {
			board.filters[currentTarget.dataset.filter] = currentTarget.value;
			board.draw();
		});
	}

	walk(steps) {
		const { board } = this;
		const unit = `${board.view}s`;
		const { today } = maintenance_visit_app.dispatch.get_now();
		const day = steps ? moment(board.day).add(steps, unit) : moment(today);
		board.go(board.view, day.locale("en").format("YYYY-MM-DD"));
	}

	do(what) {
		const { board } = this;
		const { find_free, arrange, open_map, print_days, send_days } = maintenance_visit_app.dispatch;
		const actions = {
			undo: () => board.undo(),
			map: () => open_map(board),
			print: () => print_days(board),
			send: () => send_days(board),
			arrange: () => arrange(board),
			find: () => find_free(board),
			tray: () => this.toggle_tray(),
		};
		actions[what]();
	}

	toggle_tray() {
		const is_hidden = this.board.$root.toggleClass("is-tray-hidden").hasClass("is-tray-hidden");
		this.$root.find("[data-do=tray]").attr("aria-expanded", String(!is_hidden));
	}

	draw() {
		const { board } = this;
		this.$root.find("[data-view]").each((_number, button) => {
			const is_chosen = button.dataset.view === board.view;
			$(button).toggleClass("active", is_chosen).attr("aria-pressed", String(is_chosen));
		});
		this.$root.find(".dispatch-period").text(this.get_period());
	}

	get_period() {
		const { days, view } = this.board;
		const { write_day, write_period } = maintenance_visit_app.dispatch;
		if (view !== "week") return write_day(days[0], view === "day" ? "long" : "month");
		return write_period(days[0], days[days.length - 1]);
	}

	/** What follows from the data: skills to choose from, what can be undone, how much waits. */
	draw_state() {
		const { board } = this;
		const escape = frappe.utils.escape_html;
		const skills = board.data.skills.map((skill) => `<option>${escape(skill)}</option>`).join("");
		const $skill = this.$root.find("[data-filter=skill]");
		if (this.skills !== skills) {
			this.skills = skills;
			$skill.html(`<option value="">${__("Any skill")}</option>${skills}`).val(board.filters.skill || "");
		}
		$skill.toggle(board.data.skills.length > 0);
		this.$root.find("[data-do=undo]").prop("disabled", !board.undone.length);
		this.$root.find("[data-do=tray] b").text(board.tray.count());
	}
};
