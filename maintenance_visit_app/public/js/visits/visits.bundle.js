// The technicians' app: a page of its own beside Desk, which works without network.

import { createApp } from "vue";
import { __ } from "./core/messages.js";
import { start } from "./core/store.js";
import { listen } from "./core/triggers.js";
import { register } from "./core/version.js";
import VisitsApp from "./VisitsApp.vue";

const app = createApp(VisitsApp);
app.config.globalProperties.__ = __;
app.mount("#visits");
start().then((is_open) => is_open && listen());
register().catch((error) => console.warn(error));
