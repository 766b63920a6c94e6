"""Indonesian first, whatever the browser says; the officer's own choice holds."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cookie", "accepts", "language"),
    [("", "en-US,en", "id"), ("", "", "id"), ("en", "", "en"), ("id", "en", "id"), ("xx", "en", "id")],
)
def test_a_page_is_indonesian_unless_another_language_was_chosen(client, cookie, accepts, language):
    if cookie:
        client.cookies["guyub_language"] = cookie

    answer = client.get("/komponen/", headers={"accept-language": accepts})

    assert answer["Content-Language"] == language
    assert f'<html lang="{language}"' in answer.content.decode()
