"""An address that no link of ours has is a bad request, not a fault of the server."""

import pytest

from tests.support import make


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/wilayah/?cari=%00", "/indikator/?wilayah=%00", "/indikator/a%00b/"])
def test_a_nul_in_an_address_is_a_bad_request(client, address):
    client.force_login(make.officer())

    assert client.get(address).status_code == 400
