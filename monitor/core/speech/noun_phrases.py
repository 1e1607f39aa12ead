"""Noun phrases that speak: where the subject of a speech verb begins and ends. Knows shape and word classes; names are
read elsewhere.

Every scan is bounded by a number of tokens, so that a hostile sentence costs no more than a long one. The
module is long because the ways to the left end and to the right end of a phrase ask the same questions of the words
between.
"""

from __future__ import annotations

from monitor.core.language.text import Sentence
from monitor.core.speech.speaker_words import SpeakerWords, is_name_like
from monitor.model.valueclasses import valueclass

_LONGEST_PHRASE = 16  # tokens
_LONGEST_APPOSITION = 40  # tokens between the commas of "X, who ..., said"
_LONGEST_PARENTHESIS = 16
_APPOSITION_COMMAS = 4
_SHORT_CLAUSE = 2  # tokens behind "who" that can still be the subject ("a man who police say")
_LONGEST_CLAUSE = 16  # tokens from "who" to the verb of speech
_LONGEST_OPENER = 12  # tokens of "In an essay last week, ..."
_ABBREVIATION = 5  # letters of a title before a point that belongs to it ("Sen.", "Capt.")
_DASHES = ("—", "–", "-")


@valueclass(frozen=True, slots=True)
class NounPhrase:
    """A noun phrase by token span, with the apposition that stands beside it ("Ann Lee, head of the agency"; none: both
    ends zero).
    """

    first: int
    last: int
    apposition_first: int = 0
    apposition_last: int = 0

    @property
    def start(self) -> int:
        return min(self.first, self.apposition_first) if self.apposition_last else self.first

    @property
    def end(self) -> int:
        return max(self.last, self.apposition_last)


def subject_before(sentence: Sentence, end: int, words: SpeakerWords) -> NounPhrase | None:
    """Return the noun phrase that ends just before token `end`, over an apposition or a relative clause between commas.

    A relative pronoun is followed to its antecedent ("the police, who said").
    """
    last = skip_parenthesis_back(sentence, end)
    if last <= 0:
        return None
    if sentence.words[last - 1] == "," or sentence.words[last - 1] in _DASHES:
        return _over_apposition(sentence, last - 1, words)
    if words.is_relative(sentence.words[last - 1], sentence.lowers[last - 1]):
        return _antecedent(sentence, last - 1, words)
    phrase = _plain(sentence, last, words)
    is_reduced = phrase is not None and sentence.lower_at(phrase.first - 2) in words.reduced
    if phrase is None or is_reduced or not _is_source_like(sentence, phrase, words):
        return _before_relative_clause(sentence, last, words) or phrase
    if phrase.last - phrase.first > _SHORT_CLAUSE and phrase.first > 0:
        relative = phrase.first - 1
        if words.is_relative(sentence.words[relative], sentence.lowers[relative]):
            return _antecedent(sentence, relative, words)  # "the agency, which collects data on all cases, said"
    return phrase


def _before_relative_clause(sentence: Sentence, end: int, words: SpeakerWords) -> NounPhrase | None:
    """Return who speaks before a relative clause without commas that ends at `end` ("an official who asked not to be
    named").
    """
    for at in range(end - 1, max(0, end - _LONGEST_CLAUSE), -1):
        word = sentence.words[at]
        if words.is_relative(word, sentence.lowers[at]):
            phrase = _antecedent(sentence, at, words)
            return phrase if phrase is not None and _is_source_like(sentence, phrase, words) else None
        if sentence.lowers[at] in words.reduced:
            phrase = _plain(sentence, at, words)  # "two diplomats familiar with the talks"
            return phrase if phrase is not None and _is_source_like(sentence, phrase, words) else None
        if not (word[0].isalnum() or _belongs(sentence, at, words)):
            return None
    return None


def _antecedent(sentence: Sentence, relative: int, words: SpeakerWords) -> NounPhrase | None:
    """Return the phrase that the relative pronoun at `relative` stands for: the one before it, over a comma."""
    end = relative - (relative > 0 and sentence.words[relative - 1] == ",")
    return _plain(sentence, skip_parenthesis_back(sentence, end), words)


def subject_after(sentence: Sentence, start: int, words: SpeakerWords, *, with_apposition: bool) -> NounPhrase | None:
    """Return the noun phrase that begins at token `start`; `with_apposition` also reads ", a spokesman for ..." behind
    it.
    """
    last = _phrase_end(sentence, start, words)
    if last <= start or all(low in words.determiners for low in sentence.lowers[start:last]):
        return None
    after = skip_parenthesis(sentence, last)
    count = len(sentence.words)
    if (
        with_apposition
        and after + 1 < count
        and sentence.words[after] == ","
        and _opens_apposition(sentence, after + 1, words)
    ):
        close = after + 1
        while (
            close < count
            and close - after < _LONGEST_APPOSITION
            and (sentence.words[close][0].isalnum() or _belongs(sentence, close, words))
        ):
            close += 1
        return NounPhrase(start, last, after + 1, close)
    return NounPhrase(start, last)


def with_role_before(sentence: Sentence, phrase: NounPhrase, words: SpeakerWords) -> NounPhrase:
    """Take in the role at the head of a sentence, before the comma: "Port spokesman, Luis Prado said"."""
    comma = phrase.first - 1
    if (
        phrase.apposition_last
        or comma < 1
        or sentence.words[comma] != ","
        or not is_name_like(sentence.words[phrase.first])
    ):
        return phrase
    low = sentence.lowers[comma - 1]
    role = (
        _plain(sentence, comma, words)
        if low in words.representatives or low in words.offices or low in words.bodies
        else None
    )
    return phrase if role is None or role.first > 0 else NounPhrase(role.first, role.last, phrase.first, phrase.last)


def leading_phrase(sentence: Sentence, words: SpeakerWords) -> NounPhrase | None:
    """Return the noun phrase at the head of a sentence, behind an opening word or phrase set off by a comma; it ends
    with a word that can speak.
    """
    opener = sentence.lowers[0] in words.inside or words.is_stop(sentence.words[0], sentence.lowers[0])
    comma = next(
        (at for at in range(min(_LONGEST_OPENER if opener else 2, len(sentence.words))) if sentence.words[at] == ","),
        None,
    )
    first = comma + 1 if comma is not None and comma + 1 < len(sentence.words) else 0
    if first and sentence.words[first].isdigit() and sentence.words[first + 1 : first + 2] == (",",):
        first = min(first + 2, len(sentence.words) - 1)  # "On July 6, 2015, ..."
    last = _before_verb(sentence, first, _phrase_end(sentence, first, words), words)
    verbs = (at for at in range(first + 1, last) if sentence.lowers[at] in words.spoken)
    last = next((at for at in verbs if sentence.lowers[at - 1] not in words.determiners), last)
    while last > first and not _may_head(sentence, last - 1, words):
        last -= 1
    return NounPhrase(first, last) if last > first else None


def _before_verb(sentence: Sentence, first: int, last: int, words: SpeakerWords) -> int:
    """Return where a phrase ends that swallowed a verb: common words between a name and another name, none of which
    joins them or can speak ("Reyes often mocked Lind").
    """
    gap: int | None = None
    for at in range(first + 1, last):
        low, before = sentence.lowers[at], sentence.words[at - 1]
        if is_name_like(sentence.words[at]):
            if gap is not None:
                return gap
        elif low in words.joints or low in words.particles or words.can_speak(low) or not low.isalpha():
            gap = None
        elif (
            is_name_like(before)
            and before[-1].isalpha()
            and (at - 1 > first or not _is_determined(sentence, first, words))
        ):
            gap = at
    return last


def _is_determined(sentence: Sentence, first: int, words: SpeakerWords) -> bool:
    """Tell an article or a common noun at the head of a sentence from a name there."""
    return sentence.lowers[first] in words.determiners or words.can_speak(sentence.lowers[first])


def _may_head(sentence: Sentence, at: int, words: SpeakerWords) -> bool:
    word, low = sentence.words[at], sentence.lowers[at]
    return (
        low in words.pronouns
        or words.can_speak(low)
        or (is_name_like(word) and low not in words.determiners and low not in words.inside)
    )


def skip_parenthesis_back(sentence: Sentence, end: int) -> int:
    """Return the token before which "(NIS)" opens, where one closes just before `end`; else `end`."""
    if end > 0 and sentence.words[end - 1] == ")":
        for index in range(end - 2, max(-1, end - _LONGEST_PARENTHESIS), -1):
            if sentence.words[index] == "(":
                return index
    return end


def skip_parenthesis(sentence: Sentence, start: int) -> int:
    """Return the token behind "(NIS)", where one opens at `start`; else `start`."""
    if start < len(sentence.words) and sentence.words[start] == "(":
        for index in range(start + 1, min(len(sentence.words), start + _LONGEST_PARENTHESIS)):
            if sentence.words[index] == ")":
                return index + 1
    return start


def _plain(sentence: Sentence, last: int, words: SpeakerWords) -> NounPhrase | None:
    first = _phrase_start(sentence, last, words)
    if first is None or all(
        low in words.determiners and low not in words.pronouns for low in sentence.lowers[first:last]
    ):
        return None
    return NounPhrase(first, last)


def _over_apposition(sentence: Sentence, close: int, words: SpeakerWords) -> NounPhrase | None:
    """Find the phrase before an apposition that ends with the comma or dash at `close`; the nearest opening mark that
    fits counts.
    """
    mark = sentence.words[close]
    seen = 0
    for index in range(close - 1, max(-1, close - _LONGEST_APPOSITION), -1):
        word = sentence.words[index]
        if word == mark:
            seen += 1
            if seen > _APPOSITION_COMMAS:
                return None
            phrase = _apposed(sentence, index, close, words)
            if phrase is not None:
                return _around(sentence, phrase, close, words) or phrase
        elif not (
            word[0].isalnum()
            or word in (",", "(", ")", "%", "$", "€", "£", "/", "&", "“", "”", '"', "'", "’", "‘", "-")
            or _belongs(sentence, index, words)
        ):
            return None
    return None


def _around(sentence: Sentence, phrase: NounPhrase, close: int, words: SpeakerWords) -> NounPhrase | None:
    """Return the name before a phrase that is an apposition itself ("Jan Holt, an envoy in Oslo, Norway, said")."""
    comma = phrase.first - 1
    if comma < 1 or sentence.words[comma] != "," or sentence.lowers[phrase.first] not in words.articles:
        return None
    outer = _apposed(sentence, comma, close, words)
    if outer is None or not is_name_like(sentence.words[outer.last - 1]) or outer.last - outer.first < 2:
        return None
    return None if outer.first > 0 and sentence.lowers[outer.first - 1] in words.inside else outer


def _apposed(sentence: Sentence, comma: int, close: int, words: SpeakerWords) -> NounPhrase | None:
    if close - comma < 2 or not _opens_apposition(sentence, comma + 1, words):
        return None
    phrase = _plain(sentence, skip_parenthesis_back(sentence, comma), words)
    if phrase is None or not _is_source_like(sentence, phrase, words):
        return None
    return NounPhrase(phrase.first, phrase.last, comma + 1, close)


def _opens_apposition(sentence: Sentence, first: int, words: SpeakerWords) -> bool:
    word, low = sentence.words[first], sentence.lowers[first]
    if words.is_relative(word, low) or low in words.apposition_openers:
        return True
    if (
        low in words.inside
        and first > 1
        and all(is_name_like(name) or name in (",", ".") for name in sentence.words[: first - 1])
    ):
        return True  # "Prime Minister Ann Lee, in a speech on Monday, said"
    if words.is_stop(word, low) or low in words.inside or low in words.coordinators or low in words.pronouns:
        return False
    return is_name_like(word) or low.isdigit() or words.can_speak(low) or low in words.ranks


def _is_source_like(sentence: Sentence, phrase: NounPhrase, words: SpeakerWords) -> bool:
    word, low = sentence.words[phrase.last - 1], sentence.lowers[phrase.last - 1]
    if is_name_like(word) or words.can_speak(low):
        return True
    return any(words.can_speak(sentence.lowers[index]) for index in range(phrase.first, phrase.last - 1))


def _phrase_start(sentence: Sentence, end: int, words: SpeakerWords) -> int | None:
    """Return the first token of the noun phrase that ends before `end`, or `None` where there is none."""
    lowers, surface = sentence.lowers, sentence.words
    if end <= 0:
        return None
    low, word = lowers[end - 1], surface[end - 1]
    if low in words.pronouns or words.is_relative(word, low) or words.is_first_person(word, low):
        return end - 1
    index, limit = end, max(0, end - _LONGEST_PHRASE)
    while index > limit:
        low, word = lowers[index - 1], surface[index - 1]
        if words.is_stop(word, low) and not (index == end and _is_name_last(sentence, index - 1, words)):
            break
        if low in words.determiners and low not in words.inside and not _is_initial(sentence, index - 1):
            index -= 1
            step = _step_before_determiner(sentence, index, limit, words)
            if step is None:
                break
            index -= step
        elif _extends_left(sentence, index - 1, limit, words):
            index -= 1
        else:
            break
    while index < end and (lowers[index] in words.joints or not surface[index][0].isalnum()):
        index += 1
    if index >= end or not (surface[end - 1][0].isalnum() or _belongs(sentence, end - 1, words)):
        return None
    return _list_start(sentence, index, end, words)


def _step_before_determiner(sentence: Sentence, at: int, limit: int, words: SpeakerWords) -> int | None:
    """Return how many tokens lead from the determiner at `at` to the phrase before it: none from "all" in "all the
    men", one from "and" in "the police and the army"; `None` where the phrase begins with it.
    """
    if at > limit and sentence.lowers[at - 1] in words.determiners:
        return 0
    return 1 if at - 1 > limit and _joins(sentence, at - 1, words) else None


def _extends_left(sentence: Sentence, at: int, limit: int, words: SpeakerWords) -> bool:
    """Tell whether the token at `at` belongs to the noun phrase that begins behind it."""
    if sentence.lowers[at] in words.joints:
        return at > limit and _joins(sentence, at, words)
    is_number = sentence.words[at][0].isdigit() and sentence.lower_at(at - 1) not in words.determiners
    return not is_number and _belongs(sentence, at, words)


def _joins(sentence: Sentence, at: int, words: SpeakerWords) -> bool:
    """Tell whether the preposition or conjunction at `at` makes one phrase of what stands on its two sides."""
    if sentence.lowers[at] in words.inside:
        return _bridges(sentence, at, words)
    return sentence.lowers[at] in words.coordinators and _coordinates(sentence, at, words)


def _is_name_last(sentence: Sentence, at: int, words: SpeakerWords) -> bool:
    """Tell "May said" and "Theresa May said" from "in May" and "3 May"."""
    before = sentence.lower_at(at - 1)
    return words.is_homonym(sentence.words[at], sentence.lowers[at]) and not (
        before[:1].isdigit() or before in words.inside or before in words.stops
    )


def _list_start(sentence: Sentence, first: int, end: int, words: SpeakerWords) -> int:
    """Return where a body begins whose name lists what it is for ("Ministry of Mines, Energy and Water"); `first` where
    it does not.
    """
    if words.coordinators.isdisjoint(sentence.lowers[first:end]):
        return first
    at = first
    while at > 2 and sentence.words[at - 1] == "," and is_name_like(sentence.words[at - 2]):
        at -= 2
        while at > 0 and is_name_like(sentence.words[at - 1]):
            at -= 1
    if at == first or not _opens_list(sentence, at, words):
        return first
    start = _phrase_start(sentence, at - 1, words)
    return first if start is None else start


def _opens_list(sentence: Sentence, at: int, words: SpeakerWords) -> bool:
    """Tell whether the name at `at` stands behind a body's noun and its preposition ("Ministry of")."""
    if at < 2 or sentence.lowers[at - 1] not in words.join_any | words.join_names:
        return False
    return sentence.lowers[at - 2] in words.bodies and is_name_like(sentence.words[at - 2])


def _list_end(sentence: Sentence, start: int, end: int, words: SpeakerWords) -> int:
    """As `_list_start`, from the left: return where the list ends that goes on at the comma at `end`."""
    opening = next(
        (at for at in range(end - 1, start + 1, -1) if sentence.lowers[at - 1] in words.join_any | words.join_names),
        None,
    )
    if opening is None or not _opens_list(sentence, opening, words):
        return end
    at, stop = end, min(len(sentence.words), start + 2 * _LONGEST_PHRASE)
    while at + 1 < stop and sentence.words[at] == "," and is_name_like(sentence.words[at + 1]):
        at += 1
        while at < stop and is_name_like(sentence.words[at]):
            at += 1
        if at + 1 < stop and sentence.lowers[at] in words.coordinators and is_name_like(sentence.words[at + 1]):
            return _phrase_end(sentence, at + 1, words)
    return end


def _phrase_end(sentence: Sentence, start: int, words: SpeakerWords) -> int:
    """Return where the noun phrase that begins at `start` ends; `start` where there is none."""
    lowers, surface = sentence.lowers, sentence.words
    count = min(len(surface), start + _LONGEST_PHRASE)
    if start >= count:
        return start
    if (lowers[start] in words.pronouns and lowers[start] not in words.paired) or words.is_first_person(
        surface[start], lowers[start]
    ):
        return start + 1
    index = start
    while index < count and _extends_right(sentence, start, index, count, words):
        index += 1
    while index > start and (lowers[index - 1] in words.joints or lowers[index - 1] in words.determiners):
        index -= 1
    is_listed = index + 1 < len(surface) and surface[index] == "," and is_name_like(surface[index - 1])
    return _list_end(sentence, start, index, words) if is_listed else index


def _extends_right(sentence: Sentence, start: int, at: int, count: int, words: SpeakerWords) -> bool:
    """Tell whether the token at `at` belongs to the noun phrase that began at `start`; it ends before `count`."""
    low = sentence.lowers[at]
    if _is_initial(sentence, at):
        return True
    if low in words.determiners and (low not in words.inside or at == start):
        before = sentence.lower_at(at - 1)
        return at == start or before in words.joints or before in words.determiners
    if low not in words.joints:
        is_behind_noun = at > start and _is_behind_noun(sentence, at, words)
        return not words.is_stop(sentence.words[at], low) and not is_behind_noun and _belongs(sentence, at, words)
    if at == start or at + 1 >= count:
        return False
    return _bridges_forward(sentence, at, words) if low in words.inside else _coordinates(sentence, at, words)


def _is_behind_noun(sentence: Sentence, at: int, words: SpeakerWords) -> bool:
    """Tell "nach Angaben der Feuerwehr stieg": a word without a capital behind one with it, where nouns have them."""
    word, before = sentence.words[at], sentence.words[at - 1]
    return words.has_capital_nouns and word[0].islower() and before[0].isupper() and before[-1].isalpha()


def _is_initial(sentence: Sentence, at: int) -> bool:
    """Tell the "A." of "Ann A. Lee" from an article."""
    word = sentence.words[at]
    if len(word) != 1 or not word.isupper() or at == 0 or not is_name_like(sentence.words[at - 1]):
        return False
    return sentence.lower_at(at + 1) == "." and sentence.touches(at + 1)


def _belongs(sentence: Sentence, index: int, words: SpeakerWords) -> bool:
    """Tell whether a token may stand inside a noun phrase: a word, a possessive, a point after a title or an initial, a
    slash between words.
    """
    word = sentence.words[index]
    if word[0].isalnum() or word in words.possessives or word == "&":
        return True
    if word in ("'", "’"):
        return sentence.touches(index) and sentence.words[index - 1][-1] in "sSzx"  # the soldiers’ families
    if word == ".":
        if index == 0 or index + 1 >= len(sentence.words) or not sentence.touches(index):
            return False
        return len(sentence.words[index - 1]) <= _ABBREVIATION and is_name_like(sentence.words[index - 1])
    return word in ("/", "-") and sentence.touches(index)


def _bridges(sentence: Sentence, index: int, words: SpeakerWords) -> bool:
    """Tell whether the preposition at `index` joins two parts of one speaking phrase ("officials in Kyiv", "Bank of
    England").
    """
    word, before, low = sentence.words[index - 1], sentence.lowers[index - 1], sentence.lowers[index]
    if word == ")":
        return low in words.join_any or low in words.join_names
    if words.is_stop(word, before) or not word[0].isalnum():
        return False
    if low in words.join_any:
        return True
    if low in words.join_names:
        return is_name_like(word) or words.can_speak(before)
    if before in words.given_by and low in words.given_prepositions:
        return True
    if low in words.join_documents:
        return before in words.documents
    if is_name_like(word) and index > 1 and is_name_like(sentence.words[index - 2]):
        return index + 1 < len(sentence.words) and (
            sentence.lowers[index + 1] in words.articles or is_name_like(sentence.words[index + 1])
        )
    return words.can_speak(before)


def _bridges_forward(sentence: Sentence, index: int, words: SpeakerWords) -> bool:
    """As `_bridges`, but "officials in a statement" is an adjunct, not a part of the phrase."""
    low = sentence.lowers[index + 1]
    is_loose = sentence.lowers[index] in words.join_speakers and sentence.lowers[index - 1] not in words.documents
    if is_loose and (low in words.articles or words.is_stop(sentence.words[index + 1], low) or low[0].isdigit()):
        return low in words.articles and index + 2 < len(sentence.words) and is_name_like(sentence.words[index + 2])
    return _bridges(sentence, index, words)


def _coordinates(sentence: Sentence, index: int, words: SpeakerWords) -> bool:
    """Tell whether the conjunction at `index` joins two speakers or two adjectives of one ("South Korean and Ukrainian
    officials").
    """
    if not 0 < index < len(sentence.words) - 1:
        return False
    before, after = sentence.lowers[index - 1], sentence.lowers[index + 1]
    if (
        words.is_stop(sentence.words[index - 1], before)
        or not sentence.words[index - 1][0].isalnum()
        or words.is_stop(sentence.words[index + 1], after)
    ):
        return False
    left = (
        is_name_like(sentence.words[index - 1]) or words.can_speak(before) or before.endswith(words.adjective_endings)
    )
    if (
        index + 2 < len(sentence.words)
        and words.can_speak(sentence.lowers[index + 2])
        and not words.can_speak(after)
        and sentence.words[index + 1].islower()
    ):
        opens = index < 2 or sentence.words[index - 2] == "," or sentence.lowers[index - 2] in words.determiners
        return left or opens  # "energy and mines minister"
    right = (
        is_name_like(sentence.words[index + 1])
        or words.can_speak(after)
        or after in words.determiners
        or after.endswith(words.adjective_endings)
    )
    return left and right
