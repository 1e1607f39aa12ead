"""Each page of the board in a real browser: nothing complains, nothing hostile runs, and everybody can use it."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from monitor.board.contents import PAGES
from monitor.board.events import MOST_LISTENERS
from monitor.channels.untrusted import one_line
from tests.browser.conftest import HOSTILE_TITLES
from tests.browser.pages import find_pages, opened, violations, visit
from tests.lab.served_board import ServedBoard
from tests.lab.stories import a_story

Contexts = Callable[..., BrowserContext]
VENDOR = Path(__file__).parent / "vendor"
ASKED = "document.addEventListener('htmx:finally:request', (event) => { window.asked = event.target.tagName; })"
NARROW, MOST_STEPS = 320, 60
_NEAR_THE_END = 3
TRIAL_SECONDS = 300.0  # a busy machine is no reason
STATE = "() => [window.refused, window.hostile ?? null]"
# What the keyboard can reach, in the order in which it is written; and where it is in that, -1 outside of it.
STOPS = """() => {
  window.stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter((each) => each.checkVisibility({visibilityProperty: true}) && each.tabIndex >= 0 && !each.disabled && each.type !== "hidden");
  return window.stops.length;
}"""
FOCUSED = """() => {
  const here = document.activeElement, style = getComputedStyle(here), box = here.getBoundingClientRect();
  const isOutlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const isInSight = box.bottom > 0 && box.top < window.innerHeight && box.right > 0 && box.left < window.innerWidth;
  const place = window.stops.indexOf(here);
  return [place, place < 0 || (isOutlined && isInSight) ? null : here.outerHTML.slice(0, 200)];
}"""
WIDEST = """() => [document.scrollingElement.scrollWidth, [...document.querySelectorAll("main *")]
  .filter((each) => !each.closest(".scroll, svg, thead") && each.getBoundingClientRect().right > window.innerWidth + 1)
  .map((each) => each.outerHTML.slice(0, 150)).slice(0, 3)]"""


@pytest.mark.parametrize(
    "entry", tomllib.loads((VENDOR / "vendored.toml").read_text("utf-8"))["file"], ids=lambda each: each["name"]
)
def test_what_the_tests_run_is_as_its_package_holds_it(entry: dict[str, str]) -> None:
    assert hashlib.sha256((VENDOR / entry["name"]).read_bytes()).hexdigest() == entry["sha256"]


def test_a_page_complains_of_nothing_hears_of_news_and_takes_its_own_forms(
    river_board: ServedBoard, open_context: Contexts
) -> None:
    context = open_context(user="Ada")
    with opened(context) as (page, said):
        visit(page, river_board.address)
        assert page.evaluate(STATE) == [[], None]
        visit(page, f"{river_board.address}/search?q=kursk")
        for title in HOSTILE_TITLES:
            expect(page.locator("main")).to_contain_text(one_line(title))
        visit(page, f"{river_board.address}/?watchlist=river")
        assert violations(page) == []
        river_board.tell(a_story("live", "Shelling of Sumy killed 777 people, the governor said.", hours=11, body=()))
        page.get_by_role("link", name="777").first.click()
        page.get_by_role("button", name="I have it in hand").click()
        expect(page.locator("main")).to_contain_text("in hand: Ada")
        assert page.evaluate(STATE) == [[], None]
    assert said == []


@pytest.mark.browser
def test_a_page_that_finds_no_place_to_listen_stays_as_it_is(river_board: ServedBoard, open_context: Contexts) -> None:
    context = open_context()
    context.add_init_script(ASKED)
    with opened(context) as (page, _), ExitStack() as listeners:
        with pytest.raises(HTTPError, match="503"):
            _listen(listeners, river_board, MOST_LISTENERS + 1)
        visit(page, river_board.address)
        page.wait_for_function("() => window.asked === 'BODY'")
        assert page.get_by_role("heading", name="What is new").count() == 1


@pytest.mark.browser
@pytest.mark.parametrize(
    "answer",
    [
        pytest.param({"status": 502, "body": "bad gateway"}, id="an error"),
        pytest.param({"status": 302, "headers": {"Location": "/static/0/icon.svg"}}, id="the way to a sign-in"),
    ],
)
def test_an_answer_that_is_no_page_leaves_an_open_page_as_it_is(
    river_board: ServedBoard, open_context: Contexts, answer: dict[str, Any]
) -> None:
    context = open_context()
    context.add_init_script(ASKED)
    with opened(context) as (page, _):
        visit(page, river_board.address)
        page.route(f"{river_board.address}/", lambda route: route.fulfill(**answer))
        page.evaluate("() => htmx.trigger(document.body, 'changed')")
        page.wait_for_function("() => window.asked === 'MAIN'")
        assert page.get_by_role("heading", name="What is new").count() == 1
        assert page.locator("main[hx-get]").count() == 1


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_page_of_the_board_complains_of_nothing_and_can_be_used_by_all(
    seeds_board: ServedBoard, open_context: Contexts, dark: bool
) -> None:
    context = open_context(dark=dark, user="Ada")
    found = find_pages(context, seeds_board.address)
    assert {page.path for page in PAGES} - set(found) == set(), "no link leads there"
    with opened(context) as (page, said):
        for path in sorted(path for paths in found.values() for path in paths):
            visit(page, seeds_board.address + path)
            assert (path, *page.evaluate(STATE)) == (path, [], None)
            assert (path, violations(page)) == (path, [])
    assert said == []


@pytest.mark.browser
def test_every_page_fits_a_narrow_phone(seeds_board: ServedBoard, open_context: Contexts) -> None:
    context = open_context(width=NARROW)
    with opened(context) as (page, _):
        for path in _all(context, seeds_board):
            visit(page, seeds_board.address + path)
            assert (path, *page.evaluate(WIDEST)) == (path, NARROW, [])


@pytest.mark.browser
def test_every_page_can_be_walked_through_by_keyboard(seeds_board: ServedBoard, open_context: Contexts) -> None:
    context = open_context(user="Ada")
    with opened(context) as (page, _):
        for path, *_ in find_pages(context, seeds_board.address).values():
            visit(page, seeds_board.address + path)
            stops = page.evaluate(STOPS)
            assert stops > len([each for each in PAGES if each.nav])
            assert (path, *_walk(page, min(stops, MOST_STEPS))) == (path, list(range(min(stops, MOST_STEPS))), [])
            page.evaluate(f"() => window.stops.at({-min(stops, _NEAR_THE_END)}).focus()")
            assert (path, *_walk(page, _NEAR_THE_END - 1)) == (path, [stops - 2, stops - 1], [])
            page.keyboard.press("Tab")
            assert (path, page.evaluate(FOCUSED)[0]) in ((path, -1), (path, 0)), "past the last, to the first again"
            visit(page, seeds_board.address + path)
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            assert page.evaluate("() => document.activeElement.id") == "content"


@pytest.mark.browser
def test_a_watchlist_is_tried_and_a_silence_made_and_lifted_by_keyboard_alone(
    river_board: ServedBoard, open_context: Contexts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.board.trials.SECONDS", TRIAL_SECONDS)
    context = open_context(user="Ada", width=NARROW)
    with opened(context) as (page, said):
        visit(page, f"{river_board.address}/try")
        _type(page, "articles", "Thirteen dead\nShelling of Kursk killed 13 people, the governor said.")
        _press(page, "Read them and draft a file")
        expect(page.locator("main")).to_contain_text("What the reader sees", timeout=1000 * TRIAL_SECONDS)
        _press(page, "Try the file")
        expect(page.locator("main")).to_contain_text("would have told", timeout=1000 * TRIAL_SECONDS)
        assert (page.evaluate(WIDEST), violations(page)) == ([NARROW, []], [])
        visit(page, f"{river_board.address}/silences")
        _type(page, "place", "Atlantis")
        _type(page, "until", "4h")
        _press(page, "Be silent")
        expect(page.locator("main")).to_contain_text("Atlantis")
        _press(page, "Lift")
        expect(page.locator("main")).to_contain_text("Nothing is silent")
        assert page.evaluate(STATE) == [[], None]
    assert said == []


def _type(page: Page, name: str, text: str) -> None:
    """Write into the field of that name, having come there by the tabulator alone."""
    _come_to(page, f"here.name === '{name}'")
    page.keyboard.type(text)


def _press(page: Page, words: str) -> None:
    _come_to(page, f"here.tagName === 'BUTTON' && here.innerText === '{words}'")
    page.keyboard.press("Enter")


def _come_to(page: Page, condition: str) -> None:
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate(f"() => {{ const here = document.activeElement; return {condition}; }}"):
            return
    raise AssertionError(f"the tabulator never comes to where {condition}")


def _walk(page: Page, steps: int) -> tuple[list[int], list[str]]:
    """Return the places that so many steps by the tabulator came to, and those where nobody could see it."""
    met = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        met.append(page.evaluate(FOCUSED))
        if met[-1][0] < 0:
            break
    return [place for place, _ in met if place >= 0], [unseen for _, unseen in met if unseen]


@pytest.mark.browser
def test_every_page_says_the_same_without_scripts_and_its_filters_work(
    seeds_board: ServedBoard, open_context: Contexts
) -> None:
    scripted, plain = open_context(), open_context(scripts=False)
    with opened(scripted) as (page, _), opened(plain) as (bare, said):
        for path in _all(scripted, seeds_board):
            visit(page, seeds_board.address + path)
            bare.goto(seeds_board.address + path)
            assert bare.locator("main").inner_text() == page.locator("main").inner_text(), path
        bare.goto(seeds_board.address)
        bare.get_by_label("disputed only").check()
        bare.get_by_role("button", name="Show").click()
        assert bare.url.endswith("disputed=1")
    assert said == []


@pytest.mark.browser
def test_no_other_site_can_have_a_visitor_write_or_show_the_board_in_a_frame(
    river_board: ServedBoard, open_context: Contexts
) -> None:
    context = open_context(user="Ada")
    alert = river_board.store.views.alerts()[0].id
    with opened(context) as (page, _):
        visit(page, f"{river_board.address}/alert/{alert}")
        token = page.locator("input[name=token]").first.get_attribute("value")
    target = f"{river_board.address}/alert/{alert}/mark"
    fields = f"<input name=token value={token}><input name=verdict value=wrong><button>Win a prize</button>"
    evil = river_board.address.replace("127.0.0.1", "localhost")
    frame = f"<iframe src='{river_board.address}/'></iframe>"
    context.route(
        f"{evil}/evil",
        lambda route: route.fulfill(
            content_type="text/html", body=f"<form method=post action='{target}'>{fields}</form>{frame}"
        ),
    )
    with opened(context) as (page, _):
        page.goto(f"{evil}/evil")
        assert all("What is new" not in each.locator("body").inner_text() for each in page.frames[1:])
        with page.expect_response(target) as answered:
            page.get_by_role("button", name="Win a prize").click()
        assert answered.value.status == 403
    assert [case for case in river_board.store.feedback.cases() if case["verdict"] == "wrong"] == []


def _listen(listeners: ExitStack, board: ServedBoard, times: int) -> None:
    for _ in range(times):
        listeners.enter_context(urlopen(f"{board.address}/events"))


def _all(context: BrowserContext, board: ServedBoard) -> list[str]:
    return sorted(path for paths in find_pages(context, board.address).values() for path in paths)
