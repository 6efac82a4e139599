"""Frappe imports this beside each standard notification; the message needs nothing from it."""
