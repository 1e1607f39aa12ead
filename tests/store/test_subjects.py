"""A desk's day, in which every public method of every subject of the store is called once, on each database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from inspect import getmembers, isfunction

from monitor.core.alerts.summaries import SilenceEnd
from monitor.core.alerts.throttling import Throttling
from monitor.core.facts.edits import Asked
from monitor.model import (
    Arrival,
    AwaitedPage,
    ClusterAssignment,
    Decision,
    Delivery,
    Feedback,
    FeedbackKind,
    KnownEntry,
    PageTry,
    Rejected,
    RememberedEntry,
    Scope,
    Silence,
    Urgency,
)
from monitor.store import Store
from monitor.store.alert_log import AlertFilter
from monitor.store.changes import Position
from monitor.store.retention import Retention
from monitor.store.untold import UntoldFilter
from tests.store.store_builders import NOON, a_document, a_fact, a_state, after, an_alert, an_analysis, an_item

ENTRY = KnownEntry("e", b"\x01", 0, 1)
ONE, TWO = a_document("one", text="Bridges of the north were closed."), a_document("two", text="Ships left the port.")
ALERT = an_alert("told", document=ONE)
FACT = a_fact("fact", document=ONE, alert_id="told")
SILENCE = Silence("q1", Scope(watchlist="w"), after(hours=9), NOON, "Ada")
PAGE = AwaitedPage(an_item("page"), "h.example", "timeout", NOON, NOON)
BROUGHT = Arrival(a_state("post"), (), (RememberedEntry(ENTRY, (1,)),), "h.example", after(minutes=1))


def decided(store: Store, name: str) -> Decision:
    """Return a decision on the first document, with a fact and an alert that is told to `name`."""
    history = store.ledger.read_history(an_analysis(ONE, FACT.claim), NOON)
    deliveries = (Delivery("first", ALERT, name), Delivery("second", ALERT, name), Delivery("third", ALERT, name))
    return Decision(an_analysis(ONE, FACT.claim), history.assignment, (FACT,), (), (ALERT,), deliveries, NOON)


def baseline(store: Store) -> Decision:
    """Return a decision on the second document, once recorded without a fact, with one that is not told."""
    analysis = an_analysis(TWO)
    assignment = store.ledger.read_history(analysis, NOON).assignment
    store.ledger.write(Decision(analysis, assignment, (), (), (), (), NOON))
    return Decision(analysis, assignment, (a_fact("past", document=TWO),), (), (), (), NOON)


def cluster_of(store: Store, document_id: str) -> str:
    found = store.explanations.find(document_id)
    assert found is not None
    return found.versions[0].assignment.cluster_id


# In the order of a day: what is called, and what of the answer is looked at.
DAY: tuple[tuple[str, Callable[[Store], object], object], ...] = (
    ("leadership.take", lambda store: store.leadership.take(), True),
    ("leadership.hold", lambda store: store.leadership.hold(), None),
    ("leadership.is_leading", lambda store: store.leadership.is_leading(), True),
    ("leadership.may_send", lambda store: store.leadership.may_send(), True),
    ("leadership.standing", lambda store: getattr(store.leadership.standing(), "epoch", 1), 1),
    ("leadership.check", lambda store: store.leadership.check(), None),
    ("sources.accept", lambda store: store.sources.accept(a_state(), [an_item("one"), an_item("two")], NOON), 2),
    ("sources.accept_all", lambda store: store.sources.accept_all([BROUGHT], NOON), [0]),
    ("sources.can_accept", lambda store: store.sources.can_accept(), True),
    ("sources.unseen", lambda store: store.sources.unseen([an_item("one"), an_item("x")]), [an_item("x")]),
    ("sources.recall", lambda store: store.sources.recall("post", [1, 2]), {1: ENTRY}),
    ("sources.held_hosts", lambda store: store.sources.held_hosts(NOON), {"h.example": after(minutes=1)}),
    ("sources.tell", lambda store: store.sources.tell(None, (), {"wire": "failing"}, NOON), None),
    ("sources.retire", lambda store: store.sources.retire(["wire"]), None),
    ("sources.states", lambda store: {s.name: s.state for s in store.sources.states().values()}["post"], "removed"),
    ("sources.counts", lambda store: store.sources.counts(), {"new": 1, "removed": 1}),
    ("sources.portion", lambda store: [s.name for s in store.sources.portion({"removed"}, None, 1, 9)], ["post"]),
    ("awaited_pages.due", lambda store: store.awaited_pages.due(NOON, ()), []),
    ("awaited_pages.count", lambda store: store.awaited_pages.count("post"), 0),
    ("awaited_pages.by_source", lambda store: store.awaited_pages.by_source(), {}),
    ("awaited_pages.note", lambda store: store.awaited_pages.note(PageTry(PAGE, None), NOON), 0),
    ("intake.pending", lambda store: [item.id for item in store.intake.pending(9)], ["one", "two"]),
    ("intake.item", lambda store: store.intake.item("one"), an_item("one")),
    ("parked.count_try", lambda store: store.parked.count_try("one", "KeyError()", NOON), None),
    ("parked.park", lambda store: store.parked.park(Rejected("gone", "too_slow", "20 s"), NOON), None),
    ("parked.take_up", lambda store: store.parked.take_up(NOON), 0),
    ("parked.untold", lambda store: store.parked.untold(), ()),
    ("embargoes.hold", lambda store: store.embargoes.hold("two", "EMBARGO", after(days=30), NOON), True),
    ("embargoes.untold", lambda store: store.embargoes.untold(), ()),
    ("embargoes.release", lambda store: store.embargoes.release("two", NOON).id, "two"),
    ("embargoes.let_go", lambda store: store.embargoes.let_go(NOON), 0),
    ("intake.reject", lambda store: store.intake.reject(Rejected("bad", "empty", "No text."), NOON), None),
    ("intake.pass_over", lambda store: store.intake.pass_over(Rejected("page", "wall", "No text."), NOON), None),
    ("watchlists.note", lambda store: store.watchlists.note({"w": Asked({"troops": "1"}, "2")}, NOON), None),
    ("watchlists.known", lambda store: store.watchlists.known(), {"w": Asked({"troops": "1"}, "2")}),
    ("watchlists.fact_names", lambda store: len(store.watchlists.fact_names("w")), 0),
    ("watchlists.held", lambda store: len(store.watchlists.held("one")), 0),
    ("watchlists.rename", lambda store: store.watchlists.rename("w", [("none", "other")]), 0),
    ("ledger.join", lambda store: store.ledger.join("one", ClusterAssignment("c", None), NOON), ()),
    ("ledger.read_history", lambda store: store.ledger.read_history(an_analysis(ONE), NOON).previous, None),
    ("ledger.write", lambda store: store.ledger.write(decided(store, "slack:#desk")), None),
    ("ledger.write_baseline", lambda store: store.ledger.write_baseline(baseline(store)), None),
    (
        "ledger.earlier_documents",
        lambda store: [name for (_, name), _ in store.ledger.earlier_documents(NOON, after(hours=1), None, 9)],
        ["one", "two"],
    ),
    ("revisits.due", lambda store: store.revisits.due(after(days=1), 9), []),
    ("revisits.note", lambda store: store.revisits.note((), NOON), 0),
    ("outbox.arrange", lambda store: store.outbox.arrange(Throttling(), NOON), None),
    (
        "outbox.claim",
        lambda store: [each.id for each in store.outbox.claim("daemon", NOON, after(hours=1) - NOON, 9)],
        ["first"],
    ),
    ("outbox.release", lambda store: store.outbox.release(NOON), 1),
    ("outbox.mark_failed", lambda store: store.outbox.mark_failed("first", NOON, "timeout", after(days=9)), None),
    ("outbox.set_right_times", lambda store: store.outbox.set_right_times(NOON), None),
    ("outbox.mark_posted", lambda store: store.outbox.mark_posted("first", NOON, "C1/1"), None),
    ("outbox.mark_dead", lambda store: store.outbox.mark_dead("second", NOON, "too long"), None),
    (
        "feedback.mark",
        lambda store: store.feedback.mark(Feedback("told", FeedbackKind.USEFUL, "Ada", "", NOON), {}),
        None,
    ),
    ("feedback.cases", lambda store: [case["verdict"] for case in store.feedback.cases()], ["useful"]),
    ("silences.add", lambda store: store.silences.add(SILENCE), None),
    ("silences.in_force", lambda store: store.silences.in_force(after(hours=9)), ()),
    ("silence_ends.read", lambda store: store.silence_ends.read(NOON), None),
    (
        "silences.told_within",
        lambda store: [f.id for f, _ in store.silences.told_within(SILENCE.scope, NOON)],
        ["fact"],
    ),
    ("silences.names", lambda store: store.silences.names()[1], frozenset()),
    ("silences.lift", lambda store: store.silences.lift("q", NOON, "Ben").lifted_by, None),
    ("silence_ends.sum_up", lambda store: store.silence_ends.sum_up(SilenceEnd((SILENCE,)), (), NOON), None),
    (
        "silences.page",
        lambda store: [len(store.silences.page(now, None, 5)[0]) for now in (NOON, None)],
        [0, 1],
    ),
    ("silences.every", lambda store: [each.lifted_by for each in store.silences.every()], ["Ben"]),
    ("silences.count_kept", lambda store: store.silences.count_kept(), {}),
    ("silences.scope_of", lambda store: store.silences.scope_of("fact", "slot").fact, "troops"),
    ("heartbeats.is_told", lambda store: store.heartbeats.is_told(NOON.date()), False),
    ("heartbeats.tell", lambda store: store.heartbeats.tell(NOON.date(), None, (), NOON), None),
    ("heartbeats.last_at", lambda store: store.heartbeats.last_at(after(hours=1)), NOON),
    ("heartbeats.read_day", lambda store: store.heartbeats.read_day(after(days=-1), NOON, ["wire"]).documents, 2),
    ("watchlists.last_brought", lambda store: store.watchlists.last_brought(["w", "x"])["w"].alert_id, "told"),
    (
        "untold.count",
        lambda store: [(each.outcome, each.count) for each in store.untold.count(NOON)],
        [("new", 1)],
    ),
    ("untold.page", lambda store: [each.fact.id for each in store.untold.page(UntoldFilter(NOON), 9)], ["past"]),
    (
        "search.look",
        lambda store: [hit.document_id for hit in store.search.look(["xyz"], None, 9, timedelta(seconds=9)).hits],
        [],
    ),
    ("views.sources", lambda store: [each.name for each in store.views.sources()], ["post", "wire"]),
    ("views.has_pending", lambda store: store.views.has_pending(), False),
    ("views.has_waiting", lambda store: store.views.has_waiting(), True),
    ("views.facts", lambda store: [fact.id for fact in store.views.facts("w")], ["fact", "past"]),
    ("views.first_known_at", lambda store: store.views.first_known_at("w"), NOON),
    ("views.heads", lambda store: [fact.id for fact in store.views.heads("w")], ["fact", "past"]),
    ("views.order_of", lambda store: store.views.order_of("w"), ("troops",)),
    ("views.place_before", lambda store: store.views.place_before("dprk", 1_000), None),
    ("views.told", lambda store: [told.document_id for told in store.views.told()], ["one", "two"]),
    ("views.alerts", lambda store: store.views.alerts(), [ALERT]),
    ("views.told_alerts", lambda store: store.views.told_alerts("w", 9), [ALERT]),
    (
        "alert_log.page",
        lambda store: [
            (each.alert.id, each.urgency.value, len(each.deliveries), each.marks[0].author)
            for each in store.alert_log.page(AlertFilter("w", Urgency.NORMAL, since=NOON), 9)
        ],
        [("told", "normal", 3, "Ada")],
    ),
    ("alert_log.named", lambda store: [each.alert.id for each in store.alert_log.named(["told", "x"])], ["told"]),
    ("changes.position", lambda store: all(number > 0 for number in store.changes.position()), True),
    ("changes.since", lambda store: store.changes.since(Position(0, 0, 0))[0], frozenset({"w"})),
    (
        "views.status",
        lambda store: store.views.status(NOON).deliveries_by_state,
        {"dead": 1, "pending": 1, "posted": 1},
    ),
    ("audits.read", lambda store: store.audits.read(NOON).carried, 3),
    ("views.latest_texts", lambda store: len(store.views.latest_texts(1)), 1),
    ("views.documents_since", lambda store: [each.id for each in store.views.documents_since(NOON, 1)], ["two"]),
    ("explanations.find", lambda store: store.explanations.find("nothing"), None),
    (
        "explanations.facts",
        lambda store: [stored.fact.id for stored in store.explanations.facts(["past", "x", "fact"])],
        ["fact", "past"],
    ),
    (
        "explanations.articles",
        lambda store: [article.source for article in store.explanations.articles(["one", "x"]).values()],
        [ONE.source],
    ),
    (
        "clusters.merge",
        lambda store: store.clusters.merge(cluster_of(store, "one"), cluster_of(store, "two"), NOON, "Ada").kind,
        "merge",
    ),
    ("clusters.split", lambda store: store.clusters.split("two", NOON, "Ben").kind, "split"),
    ("clusters.add", lambda store: store.clusters.add(store.clusters.corrections()), None),
    ("clusters.filed", lambda store: store.clusters.filed(["one"])["one"]["copy_of"], None),
    ("clusters.corrections", lambda store: [each.undone_by for each in store.clusters.corrections()], ["Ben"]),
    ("upkeep.forget", lambda store: store.upkeep.forget(after(days=30)), 1),
    ("upkeep.let_go", lambda store: store.upkeep.let_go(Retention(), after(days=30)), 0),
    ("embargoes.tell", lambda store: store.embargoes.tell(["two"], an_alert("embargo"), (), NOON), None),
    ("parked.tell", lambda store: store.parked.tell(["gone"], an_alert("parked"), (), NOON), None),
    ("leadership.let_run_out", lambda store: store.leadership.let_run_out(), None),
    ("leadership.end", lambda store: store.leadership.end(), None),
)


def test_every_public_method_of_every_subject_is_called_and_answers(store: Store) -> None:
    for name, call, expected in DAY:
        assert (name, call(store)) == (name, expected)


def test_the_day_calls_each_public_method_once() -> None:
    store = Store.open("sqlite://")
    subjects = {name: value for name, value in vars(store).items() if name != "database"}
    store.close()
    methods = [
        f"{name}.{method}"
        for name, subject in subjects.items()
        for method, _ in getmembers(type(subject), isfunction)
        if not method.startswith("_")
    ]
    assert sorted(name for name, _, _ in DAY) == sorted(methods)


def test_the_store_itself_only_opens_closes_and_holds_the_lock() -> None:
    own = {method for method, _ in getmembers(Store, callable) if not method.startswith("_")}
    assert own == {"open", "close", "for_reading", "lead"}
