"""Which Frappe this is: for what one version does in its own way and nothing else tells."""

import frappe

MAJOR = int(frappe.__version__.split(".")[0])
IS_FRAPPE_15 = MAJOR == 15
