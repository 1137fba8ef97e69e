"""A citizen's way through the pages of registering."""

import pytest
from django.test import Client

from tests.cast import sign_in
from tests.registry.applications.test_pages_and_endpoints_agree import Pages
from uhis_portal.accounts.models import Account


@pytest.fixture
def pages(client: Client, citizen: Account) -> Pages:
    """The draft of the citizen of the cast, just begun."""
    return Pages(sign_in(client, citizen))
