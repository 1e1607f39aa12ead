"""Denials, doubts, confirmations and retractions: every row is a sentence, what it is, and who takes the stand."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.core.language.text import read_sentences
from monitor.core.reading import read_mentions
from monitor.core.speech.attribution import read_attributions
from monitor.core.speech.statements import Statement, find_statements
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import MentionKind, Stance

ENGLISH = load_language("en")


def statements_of(text: str) -> tuple[Statement, ...]:
    sentences = read_sentences(text, abbreviations=ENGLISH.abbreviations)
    return find_statements(sentences, read_attributions(sentences, (), ENGLISH), ENGLISH)


def claim_of(text: str) -> str:
    sentences = read_sentences(text, abbreviations=ENGLISH.abbreviations)
    statement = find_statements(sentences, read_attributions(sentences, (), ENGLISH), ENGLISH)[0]
    return sentences[statement.sentence].slice(statement.first, statement.last)


DENIALS = [
    pytest.param("The mayor rejected claims that 35 people had died.", "mayor", id="rejected-claims"),
    pytest.param("The ministry denied that its troops had crossed the river.", "ministry", id="denied-that"),
    pytest.param("The ministry has repeatedly denied using child labour.", "ministry", id="denied-doing"),
    pytest.param("The company denies the allegations.", "company", id="denies-a-claim"),
    pytest.param("The company rejected the report.", "company", id="rejected-a-report"),
    pytest.param("The embassy dismissed the claims as nonsense.", "embassy", id="dismissed-as"),
    pytest.param("The embassy called it a hoax.", "embassy", id="called-a-hoax"),
    pytest.param("The embassy denounced this as “fake news.”", "embassy", id="denounced-as-fake"),
    pytest.param("The allegation was denied by the company.", "company", id="denied-by"),
    pytest.param("The reports were dismissed as fabricated by the embassy.", "embassy", id="passive-label"),
    pytest.param("The reports are false, the embassy said.", "embassy", id="judged-false"),
    pytest.param("The company refuted the findings of the audit.", "company", id="refuted"),
    pytest.param(
        "Both the union and the company were accused of fraud, a charge that both deny.",
        "union and the company",
        id="both-deny",
    ),
]

DENIALS += [
    pytest.param("The guards admitted the theft, but denied shooting at the van.", "guards", id="but-denied"),
    pytest.param(
        "The Northern Front rebel group is active here -- it denies claims that it is paid.",
        "Northern Front rebel group",
        id="it-behind-a-dash",
    ),
    pytest.param("The ministry denied 12 people were hurt.", "ministry", id="denied-a-bare-clause"),
    pytest.param("The army denied killing 31 people.", "army", id="denied-killing-people"),
    pytest.param("It is not true that the bridge fell, the mayor said.", "mayor", id="not-true-that"),
    pytest.param("There is no truth in reports that the bridge fell, the mayor said.", "mayor", id="no-truth-in"),
    pytest.param("The reports were wrong, the mayor said.", "mayor", id="reports-wrong"),
    pytest.param("The bridge fell, which the mayor denied.", "mayor", id="which-he-denied"),
    pytest.param("A WHO spokesman denied the report.", "WHO", id="a-spokesman-of-a-name"),
    pytest.param("The company has ruled out closing the mine.", "company", id="ruled-out"),
    pytest.param(
        "“They say that the mine is shut, but that's not true,” the company said.", "company", id="that's-not"
    ),
    pytest.param("“It isn’t true,” the company said.", "company", id="isn't-true"),
    pytest.param("“They say the mine is shut, which is a lie,” the company said.", "company", id="which-is-a-lie"),
    pytest.param("The company said it had no plans to close the mine.", "company", id="no-plans-to"),
]

DENIALS += [
    pytest.param(
        "The company rejected as false reports that 20 pilots had resigned.", "company", id="rejected-as-false"
    ),
    pytest.param("Forty cranes fell, a claim denied by the company.", "company", id="a-claim-denied-by"),
    pytest.param("The army denied killing herders, saying that they were guards.", "army", id="denied-and-saying"),
    pytest.param("The mayor praised the plan, but the opposition called that a lie.", "opposition", id="opposition"),
]

DOUBTS = [
    pytest.param("The mayor cast doubt on the figure of 40 dead.", "mayor", id="cast-doubt-on"),
    pytest.param("The mayor could neither confirm nor deny the figure of 40.", "mayor", id="neither-nor"),
    pytest.param("The toll could not be independently verified.", None, id="could-not-be-verified"),
    pytest.param("The army refused to confirm the losses.", "army", id="refused-to-confirm"),
    pytest.param("The army declined to confirm or deny the report.", "army", id="declined-to-confirm-or-deny"),
    pytest.param("The army has been unable to verify the footage.", "army", id="unable-to-verify"),
    pytest.param("The army did not confirm the losses.", "army", id="did-not-confirm"),
    pytest.param("The claim has not been verified.", None, id="has-not-been-verified"),
    pytest.param("There is no evidence of a second blast.", None, id="no-evidence"),
    pytest.param("The authenticity of the clip has yet to be confirmed.", None, id="yet-to-be-confirmed"),
    pytest.param("Analysts said there was little proof of that.", "Analysts", id="little-proof"),
    pytest.param("The mayor doubted that the bridge had fallen.", "mayor", id="doubted"),
    pytest.param("Police did not rule out that the fire was set.", "Police", id="did-not-rule-out"),
]

CONFIRMATIONS = [
    pytest.param("The army confirmed that 3 soldiers had died.", "army", id="confirmed-that"),
    pytest.param("The army confirmed reports of a second blast.", "army", id="confirmed-reports"),
]

RETRACTIONS = [
    pytest.param("The paper retracted its report on Monday.", "paper", id="retracted"),
    pytest.param("The witness withdrew her statement.", "witness", id="withdrew"),
    pytest.param("The hospital later withdrew the figure of 12 dead.", "hospital", id="withdrew-a-figure"),
    pytest.param("The agency issued a correction.", None, id="correction"),
    pytest.param("The ministry took back its statement on the dam.", "ministry", id="took-back"),
    pytest.param("The court dropped its claim that the dam was unsafe.", "court", id="dropped-a-claim"),
]

WITHDRAWALS = [
    pytest.param("en", "The port said it had lost 40 crates and took back its denial.", "port", None, id="took-back"),
    pytest.param("en", "The ministry withdrew its denial that the dam leaked.", "ministry", "dam leak", id="withdrew"),
    pytest.param("en", "The company has retracted the denial.", "company", None, id="retracted"),
    pytest.param("de", "Das Ministerium zog sein Dementi zurück.", "Ministerium", None, id="german-particle"),
    pytest.param("de", "Die Firma hat ihr Dementi widerrufen.", "Firma", None, id="german-participle"),
]

NOTHING = [
    pytest.param("The company did not take back its denial.", id="did-not-take-back-its-denial"),
    pytest.param("The company repeated its denial.", id="repeated-its-denial"),
    pytest.param("The company did not deny the report.", id="did-not-deny"),
    pytest.param("It cannot be denied that prices rose.", id="cannot-be-denied"),
    pytest.param("The judge denied bail to both men.", id="denied-bail"),
    pytest.param("Reporters were denied entry to the site.", id="denied-entry"),
    pytest.param("Parliament rejected the bill.", id="rejected-a-bill"),
    pytest.param("The president dismissed his interior minister.", id="dismissed-a-minister"),
    pytest.param("If confirmed, it would be the first case.", id="if-confirmed"),
    pytest.param("The company said it would not deny service.", id="would-not-deny"),
    pytest.param("He was given a false passport.", id="false-passport"),
    pytest.param("The clerk's false passport was found.", id="a-genitive-before-it"),
    pytest.param("The evidence was shown to the court.", id="evidence"),
    pytest.param("The army declined to comment.", id="declined-to-comment"),
    pytest.param("She was confirmed as minister.", id="confirmed-as-minister"),
    pytest.param("The team withdrew from the final.", id="withdrew-from-the-final"),
    pytest.param("The drivers are in a dispute over pay that closed the port.", id="dispute-over-pay"),
    pytest.param("Officials denied people access to the wards.", id="denied-people-access"),
    pytest.param("The men were given the wrong pills.", id="wrong-pills"),
    pytest.param("A majority of these were wrong.", id="some-of-these"),
    pytest.param("The club dropped its captain.", id="dropped-a-captain"),
    pytest.param("If they have no plans to leave, the hall stays open.", id="if-no-plans"),
    pytest.param("The mayor did not doubt that the bridge was safe.", id="did-not-doubt"),
    pytest.param("The keeper was ruled out of the final.", id="ruled-out-of-the-final"),
]


@pytest.mark.parametrize(("text", "organisation"), DENIALS)
def test_denial_is_found_with_its_speaker(text: str, organisation: str | None) -> None:
    found = statements_of(text)
    assert [(statement.kind, statement.stance) for statement in found] == [("denial", Stance.DENIED)]
    assert found[0].organisation == organisation


@pytest.mark.parametrize(("text", "organisation"), DOUBTS)
def test_refusal_or_inability_to_confirm_is_unverified(text: str, organisation: str | None) -> None:
    found = [statement for statement in statements_of(text) if statement.kind == "unconfirmed"]
    assert [statement.stance for statement in found] == [Stance.UNVERIFIED]
    assert found[0].organisation == organisation


@pytest.mark.parametrize(("text", "organisation"), CONFIRMATIONS)
def test_confirmation_is_asserted(text: str, organisation: str) -> None:
    found = statements_of(text)
    assert [(statement.kind, statement.stance, statement.organisation) for statement in found] == [
        ("confirmation", Stance.ASSERTED, organisation)
    ]


@pytest.mark.parametrize(("text", "organisation"), RETRACTIONS)
def test_retraction_is_found(text: str, organisation: str | None) -> None:
    found = statements_of(text)
    assert [(statement.kind, statement.organisation) for statement in found] == [("retraction", organisation)]


@pytest.mark.parametrize(("code", "text", "organisation", "topic"), WITHDRAWALS)
def test_a_denial_that_is_taken_back_is_found(code: str, text: str, organisation: str, topic: str | None) -> None:
    statements = [each for each in read_mentions(None, text, load_language(code), load_gazetteer(code)) if each.stance]
    (found,) = [each for each in statements if each.kind is MentionKind.STATEMENT]
    assert (found.stance, found.negated, found.organisation, found.topic) == (
        Stance.DENIED,
        True,
        organisation,
        topic,
    )


@pytest.mark.parametrize(
    ("code", "text", "is_told"),
    [
        pytest.param("en", "The mayor initially denied that he took the car.", False, id="initially"),
        pytest.param("en", "The mayor originally dismissed a report that he took the car.", False, id="dismissed"),
        pytest.param("en", "The mayor denied that he initially took the car.", True, id="what-is-denied"),
        pytest.param("de", "Der Bürgermeister bestritt zunächst, dass er das Auto nahm.", False, id="german"),
        pytest.param("de", "Der Bürgermeister bestritt, dass er das Auto nahm.", True, id="german-denied"),
    ],
)
def test_what_was_denied_at_first_alone_is_no_denial(code: str, text: str, is_told: bool) -> None:
    mentions = read_mentions(None, text, load_language(code), load_gazetteer(code))
    assert any(one.kind is MentionKind.STATEMENT for one in mentions) is is_told


@pytest.mark.parametrize("text", NOTHING)
def test_other_uses_of_the_words_are_no_statement(text: str) -> None:
    assert statements_of(text) == ()


def test_person_speaks_for_the_body() -> None:
    (denial,) = statements_of("Harbour Authority spokesman Luis Prado dismissed the claims as “another hoax.”")
    assert (denial.speaker, denial.organisation) == ("Luis Prado", "Harbour Authority")


def test_doubt_inside_a_quotation_belongs_to_its_speaker() -> None:
    (doubt,) = statements_of(
        "“We are unable to confirm whether these reports are accurate,” spokesman Luis Prado added."
    )
    assert (doubt.speaker, doubt.stance) == ("Luis Prado", Stance.UNVERIFIED)


def test_pronoun_is_resolved_where_it_stands_and_not_later() -> None:
    text = "The embassy said it was aware of the reports. However, it was unable to verify them. The army said the road was open."
    (doubt,) = statements_of(text)
    assert (doubt.organisation, doubt.inherited) == ("embassy", True)


def test_claim_is_what_follows_the_verb() -> None:
    assert (
        claim_of("The ministry has denied using conscripts in the war, but offered no details.")
        == "using conscripts in the war"
    )


CLAIMS = [
    pytest.param(
        "“They say that 40 people died, which isn't true,” the mayor said.", "They say that 40 people died", id="which"
    ),
    pytest.param(
        "The mayor denied that as many as 40 people, 3 of them children, died in Van.",
        "that as many as 40 people, 3 of them children, died in Van",
        id="aside",
    ),
    pytest.param(
        "The mayor denied that 40 people died, a day after 7 were hurt in Bam.",
        "that 40 people died",
        id="clause-of-time",
    ),
    pytest.param(
        "The ministry denied that it had sent 40 guards, and said 12 had left.",
        "that it had sent 40 guards",
        id="next-cue",
    ),
    pytest.param(
        "Reports that 12 people died were false, the mayor said.",
        "Reports that 12 people died",
        id="before-the-judgement",
    ),
    pytest.param(
        "The reports of 12 deaths were dismissed by the mayor.", "reports of 12 deaths", id="before-a-passive"
    ),
    pytest.param(
        "The leaders denied targeting the town and insisted that all was well.", "targeting the town", id="and-insisted"
    ),
    pytest.param(
        "In Van 12 people died, a claim that the mayor denied.", "In Van 12 people died", id="before-a-claim-that"
    ),
]


@pytest.mark.parametrize(("text", "claim"), CLAIMS)
def test_claim_has_all_its_words_and_no_other(text: str, claim: str) -> None:
    assert claim_of(text) == claim


def test_claim_is_the_cue_where_nothing_follows() -> None:
    assert claim_of("The toll could not be verified.") == "verified"


TOPICS = [
    pytest.param(
        "The army denied that it had bombed the camp.",
        "army denied the raid on the camp",
        "attack camp",
        id="a kind of deed",
    ),
    pytest.param("The port denied that it would close two docks.", None, "close dock", id="stems"),
    pytest.param("Rebels burned the mill. The army denied the claims.", None, "burn mill rebel", id="points back"),
    pytest.param("The army denied it.", None, None, id="nothing tells it"),
    pytest.param(
        "Rebels burned the mill. The army denied those claims and has said it welcomes a talk.",
        None,
        "burn mill rebel",
        id="points back before another clause",
    ),
]


@pytest.mark.parametrize(("text", "other", "topic"), TOPICS)
def test_topic_is_what_tells_the_claim_from_others(text: str, other: str | None, topic: str | None) -> None:
    assert statements_of(text)[0].topic.words == topic
    assert other is None or statements_of(f"The {other}.")[0].topic.words == topic


@pytest.mark.parametrize(
    ("code", "text", "points_back"),
    [
        pytest.param("en", "Rebels burned the mill. The army denied the charge.", True, id="the charge"),
        pytest.param("en", "The army denied the charge that it burned the mill.", False, id="the charge that"),
        pytest.param("de", "Die Mühle brannte. Die Armee dementierte die Berichte.", True, id="german-the-reports"),
        pytest.param("de", "Die Armee dementierte Berichte über den Mühlenbrand.", False, id="german-reports-of"),
    ],
)
def test_a_claim_that_only_points_back_says_so(code: str, text: str, points_back: bool) -> None:
    (mention,) = [
        one for one in read_mentions(None, text, load_language(code), load_gazetteer(code)) if one.topic is not None
    ]
    assert ("topic" in mention.inherited) is points_back


def test_reason_points_at_the_cue() -> None:
    text = "On Monday the ministry denied the report."
    (denial,) = statements_of(text)
    assert [text[reason.start : reason.end] for reason in denial.reasons] == ["denied", "ministry"]


VOCABULARY = "denied deny not the claims as fake news could be verified confirm unable to no evidence it both by Moreau , . “ ” said"
WORDS = st.sampled_from(VOCABULARY.split())


@given(st.lists(WORDS, max_size=60).map(" ".join))
@example(", claims denied")
@settings(max_examples=100, deadline=None)
def test_claims_stay_inside_their_sentences(text: str) -> None:
    sentences = read_sentences(text)
    for statement in find_statements(sentences, read_attributions(sentences, (), ENGLISH), ENGLISH):
        assert 0 <= statement.first < statement.last <= len(sentences[statement.sentence].words)
