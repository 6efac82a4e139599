from maintenance_visit_app.setup.permissions import add_permissions
from maintenance_visit_app.setup.roles import API_ROLE


def execute() -> None:
	"""Sites that had the app before the role: what it may read besides visits."""
	add_permissions((API_ROLE,))
