"""Makes news pages as outlets serve them: an article inside head matter, scripts, menus, teasers, comments and a
footer.

All text is made here from word lists, so that pages can be made anywhere and no third party's text is needed. The same
seed gives the same bytes.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

_PLACES = (
    "Aberdeen",
    "Bamako",
    "Cork",
    "Daegu",
    "Izmir",
    "Kursk",
    "Lima",
    "Malmo",
    "Nairobi",
    "Odesa",
    "Porto",
    "Quito",
    "Riga",
    "Tbilisi",
    "Utrecht",
    "Vladivostok",
)
_SPEAKERS = (
    "the interior ministry",
    "a spokeswoman",
    "the mayor",
    "union officials",
    "the regional governor",
    "rescue workers",
    "the company",
    "analysts",
)
_VERBS = ("said", "announced", "confirmed", "reported", "warned", "told reporters")
_NOUNS = (
    "soldiers",
    "workers",
    "people",
    "houses",
    "containers",
    "officers",
    "vehicles",
    "residents",
    "students",
    "shells",
    "doctors",
    "farmers",
)
_ACTIONS = (
    "arrived in",
    "were sent to",
    "left",
    "were evacuated from",
    "were counted in",
    "had reached",
    "remain in",
    "will be moved to",
)
_SYLLABLES = "ba cor del fen gra hol in jas kel lor mun nev or pal que ros sti tar ul ven wix yar zo".split()
_LITTLE = "the a of to in and for on with at by from as that which after before while under between".split()
TOPICS = tuple(
    f"{first}{second}stead" for first in _SYLLABLES[:10] for second in _SYLLABLES[10:20]
)  # made-up words, one for each rule
_TOPIC_SHARE = 0.255  # one sentence in two hundred names a topic, so that about one page in six matches a rule


def _make_words(count: int) -> tuple[str, ...]:
    random_ = random.Random(0)
    return tuple("".join(random_.choice(_SYLLABLES) for _ in range(random_.randint(2, 3))) for _ in range(count))


_WORDS = _make_words(4_000)  # as many as a few hundred articles use; picked so that early ones are common


def make_pages(folder: Path, count: int, seed: int = 7) -> None:
    """Write `count` pages into `folder`: nine in ten their own text, one in ten a copy of an earlier one with an
    outlet's edits.
    """
    folder.mkdir(parents=True, exist_ok=True)
    random_ = random.Random(seed)
    articles: list[list[str]] = []
    start = datetime(2025, 3, 1, tzinfo=UTC)
    for number in range(count):
        if articles and random_.random() < 0.1:
            article = _edited(random_.choice(articles), random_)
        else:
            article = [_paragraph(random_) for _ in range(random_.randint(9, 16))]
            articles.append(article)
        page = _page(article, start + timedelta(minutes=7 * number), random_)
        (folder / f"page-{number:05}.html").write_text(page, encoding="utf-8")


def make_text(random_: random.Random, words: int = 500) -> str:
    """Return an article of about `words` words, without markup."""
    paragraphs: list[str] = []
    while sum(len(paragraph.split()) for paragraph in paragraphs) < words:
        paragraphs.append(_paragraph(random_))
    return "\n\n".join(paragraphs)


def _paragraph(random_: random.Random) -> str:
    return " ".join(_sentence(random_) for _ in range(random_.randint(2, 5)))


def _sentence(random_: random.Random) -> str:
    roll = random_.random()
    if roll < 0.25:
        figure = (
            random_.choice(("about ", "more than ", "at least ", "up to ", ""))
            + f"{random_.randint(2, 40) * random_.choice((1, 10, 100, 1000)):,}"
        )
        counted = f"{figure} {random_.choice(_NOUNS)} {random_.choice(_ACTIONS)} {random_.choice(_PLACES)}"
        text = f"{random_.choice(_SPEAKERS)} {random_.choice(_VERBS)} that {counted} {_clause(random_)}"
    elif roll < _TOPIC_SHARE:
        text = f"the {random_.choice(TOPICS)} {_clause(random_)} near {random_.choice(_PLACES)}, {random_.choice(_SPEAKERS)} {random_.choice(_VERBS)}"
    else:
        text = f"in {random_.choice(_PLACES)} {_clause(random_)}, {random_.choice(_SPEAKERS)} {random_.choice(_VERBS)}, {_clause(random_)}"
    return text[0].upper() + text[1:] + "."


def _clause(random_: random.Random) -> str:
    """Return some words in a made-up language with English little words, so that no two articles share a phrase."""
    return " ".join(
        random_.choice(_LITTLE) if random_.random() < 0.4 else _word(random_) for _ in range(random_.randint(6, 14))
    )


def _word(random_: random.Random) -> str:
    return _WORDS[int(len(_WORDS) * random_.random() ** 3)]


def _edited(article: list[str], random_: random.Random) -> list[str]:
    kept = article[: max(4, len(article) - random_.randint(0, 4))]
    return [f"By our own correspondent and agencies in {random_.choice(_PLACES)}", *kept]


def _page(article: list[str], at: datetime, random_: random.Random) -> str:
    title = f"{random_.choice(_PLACES)}: {_clause(random_)}".capitalize()
    stamp = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    body = "\n".join(
        f'<p class="article__text">{paragraph}</p>' + (_teaser(random_) if number % 5 == 4 else "")
        for number, paragraph in enumerate(article)
    )
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | The Example</title>
<meta property="og:title" content="{title}"><meta property="article:published_time" content="{stamp}">
<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{title}","datePublished":"{stamp}","author":{{"name":"Staff"}}}}</script>
<style>{_rules(random_, 400)}</style>
{"".join(f"<script>{_script(random_)}</script>" for _ in range(6))}
</head><body class="page">
<header><nav><ul>{_links(random_, 60)}</ul></nav>{_icons(random_, 12)}</header>
<div class="layout"><main><article><h1>{title}</h1><div class="byline">By Staff<time datetime="{stamp}">{stamp[:10]}</time></div>
<div class="share">{_icons(random_, 6)}<a href="#">Share</a></div>
{body}
</article><section class="comments"><h3>Comments</h3>{_comments(random_)}</section></main>
<aside class="sidebar"><h3>Most read</h3>{"".join(_teaser(random_) for _ in range(60))}</aside></div>
<footer><ul>{_links(random_, 50)}</ul><p>© The Example. All rights reserved.</p></footer>
{"".join(f"<script>{_script(random_)}</script>" for _ in range(6))}</body></html>
"""


def _comments(random_: random.Random) -> str:
    return "".join(f'<div class="comment"><b>reader{number}</b><p>{_clause(random_)}</p></div>' for number in range(12))


def _links(random_: random.Random, count: int) -> str:
    return "".join(
        f'<li class="menu__item"><a class="menu__link" href="/{_word(random_)}/{number}">{_word(random_).title()}</a></li>'
        for number in range(count)
    )


def _teaser(random_: random.Random) -> str:
    link, image, text = random_.randint(1, 9999), random_.randint(1, 999), _clause(random_).capitalize()
    return f"""<div class="teaser"><div class="teaser__body"><a href="/story/{link}"><figure class="teaser__image">
<picture><source srcset="/i/{image}.webp"><img src="/i/{image}.jpg" alt="" loading="lazy"></picture></figure>
<span class="teaser__text">{text}</span></a><span class="teaser__meta">{image} min</span></div></div>"""


def _icons(random_: random.Random, count: int) -> str:
    def icon() -> str:
        path = " L".join(f"{random_.randint(0, 24)} {random_.randint(0, 24)}" for _ in range(30))
        return f'<svg viewBox="0 0 24 24"><path d="M{path}"/></svg>'

    return "".join(icon() for _ in range(count))


def _rules(random_: random.Random, count: int) -> str:
    return "".join(
        f".{_word(random_)}-{number}{{margin:{random_.randint(0, 40)}px;color:#{random_.randrange(16**6):06x}}}"
        for number in range(count)
    )


def _script(random_: random.Random) -> str:
    return "window.q=window.q||[];" + "".join(
        f'q.push(["{_word(random_)}",{random_.randint(0, 10**6)}]);' for _ in range(120)
    )
