from maintenance_visit_app.setup.roles import make_api_role


def execute() -> None:
	"""Before the permissions of the visit name the role."""
	make_api_role()
