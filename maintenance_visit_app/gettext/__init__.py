"""What Frappe's extractors of translatable strings don't see, or see differently from version to version."""
