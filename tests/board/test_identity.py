"""Who asks is believed from listed proxies alone, and writes only with the token of their own page."""

from __future__ import annotations

import pytest

from monitor.board.identity import NOBODY, Identity
from monitor.config.settings import Board

BOARD = Board(writes=True, user_header="X-Forwarded-User", proxies=("10.0.0.0/8", "::1"))
ADA = {"X-Forwarded-User": "Ada"}


@pytest.mark.parametrize(
    ("peer", "headers", "name"),
    [
        pytest.param("10.1.2.3", ADA, "Ada", id="a listed proxy"),
        pytest.param("::ffff:10.1.2.3", ADA, "Ada", id="the same as IPv6 writes it"),
        pytest.param("::1", {"X-Forwarded-User": " Ada\u202e "}, "Ada", id="without what turns a line"),
        pytest.param("127.0.0.1", ADA, None, id="another address"),
        pytest.param("11.0.0.1", ADA, None, id="beside the network"),
        pytest.param(None, ADA, None, id="no address at all"),
        pytest.param("10.1.2.3", {}, None, id="no header"),
        pytest.param("10.1.2.3", {"X-Forwarded-User": "  "}, None, id="nobody named"),
    ],
)
def test_a_name_is_believed_from_a_listed_proxy_alone(
    peer: str | None, headers: dict[str, str], name: str | None
) -> None:
    assert Identity(BOARD).of(peer, headers).name == name


def test_a_token_is_one_persons_and_one_boards() -> None:
    identity = Identity(BOARD)
    ada, ben = (identity.of("10.0.0.1", {"X-Forwarded-User": name}) for name in ("Ada", "Ben"))
    assert identity.is_own(ada, ada.token or "")
    for visitor, token in (
        (ben, ada.token),
        (NOBODY, ada.token),
        (ada, ""),
        (ada, Identity(BOARD).of("::1", ADA).token),
    ):
        assert not identity.is_own(visitor, token or "")


def test_who_may_only_read_has_no_token() -> None:
    reading = Identity(Board(user_header="X-Forwarded-User", proxies=("::1",)))
    assert reading.of("::1", ADA) == reading.of("::1", ADA)
    assert reading.of("::1", ADA).token is None
    assert reading.of("::1", ADA).name == "Ada"
