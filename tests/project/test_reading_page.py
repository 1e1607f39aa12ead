"""docs/reading.md shows what the program prints."""

from __future__ import annotations

import re

from tools.reading_page import PAGE, STEPS, render


def test_each_step_says_what_the_program_prints() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert render(page) == page, "python -m tools.reading_page --write puts it right"


def test_every_step_stands_on_the_page_once() -> None:
    assert re.findall(r"<!-- step: (\w+) -->", PAGE.read_text(encoding="utf-8")) == list(STEPS)
