"""Demo data, which is also the tests' world: built through the real controllers, as often as you like."""

from maintenance_visit_app.demo.build import make_demo_data

__all__ = ["make_demo_data"]
