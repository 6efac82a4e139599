// What is known of a serial number: what the office says now, or else what is on the telephone.

import { computed, ref, watch } from "vue";
import { __ } from "./messages.js";
import { strip } from "./missing.js";
import { get } from "./server.js";
import { store, visits } from "./store.js";

/** Return {equipment, customer, problem, is_asking} of the number that `get_number` returns; it may change. */
export function use_equipment(get_number) {
	const asked = ref(null);
	const problem = ref("");
	const is_asking = ref(false);
	const kept = computed(() => store.facts.equipment?.find(({ serial_no }) => serial_no === get_number()));
	// The office's own record may say less than a visit does
	const visited = computed(() =>
		visits.value.find(({ purposes }) => purposes.some(({ serial_no }) => serial_no === get_number())),
	);

	async function ask(serial_no) {
		asked.value = null;
		problem.value = "";
		is_asking.value = true;
		try {
			asked.value = await get("technician.device.get_equipment", { serial_no });
		} catch (error) {
			problem.value = get_reason(error);
		}
		is_asking.value = false;
	}

	watch(get_number, ask, { immediate: true });
	return {
		equipment: computed(() => asked.value || kept.value || null),
		customer: computed(() => asked.value?.customer || kept.value?.customer || visited.value?.customer || ""),
		problem,
		is_asking,
	};
}

function get_reason({ kind, told }) {
	return kind === "network" ? __("No network: only what is on the telephone is known.") : strip(told);
}
