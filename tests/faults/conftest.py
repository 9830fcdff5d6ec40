"""The office of the services' tests."""

from tests.services.conftest import coded, coded_on_server, office

__all__ = ["coded", "coded_on_server", "office"]
