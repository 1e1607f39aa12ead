"""What the words beside a name say of it: that it is a place, or a part of a person's or an organisation's name."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from monitor.core.geography.gazetteer import Gazetteer
from monitor.core.geography.place_words import PlaceWords
from monitor.core.geography.toponym_patterns import small_site_end
from monitor.core.geography.toponyms import Toponym, fold_word
from monitor.core.language.text import Sentence
from monitor.model import PlaceKind
from monitor.model.valueclasses import valueclass

_BROAD = frozenset(kind for kind in PlaceKind if kind.is_broad)
_LARGE = 500_000  # people; from here on a city is named without being introduced


@valueclass(frozen=True, slots=True)
class ToponymContext:
    """The surroundings of names in one run of capitalised words, tokens [first, end) of `sentence`."""

    gazetteer: Gazetteer
    words: PlaceWords
    sentence: Sentence
    capitals: Sequence[bool]
    first: int
    end: int

    def is_organisation(self, toponym: Toponym) -> bool:
        """Tell whether the next word makes a newspaper, a club or the like of a name."""
        after = self.sentence.lowers[toponym.last] if toponym.last < self.end else ""
        return after in self.words.organisations and after not in self.words.authorities

    def leave_a_place(self, toponym: Toponym, *, follows_a_place: bool) -> bool:
        """Tell whether the capitalised words before and after a name leave it a place."""
        lowers = self.sentence.lowers
        likeliest = toponym.candidates[0].place
        is_person = toponym.key in self.words.given
        is_broad = likeliest.kind in _BROAD or (
            likeliest.kind == "region" and not is_person and fold_word(likeliest.name) == toponym.key
        )
        before = lowers[toponym.first - 1] if toponym.first > self.first else ""
        if before == "." and toponym.first - 1 > self.first:
            before = lowers[toponym.first - 2]
        if toponym.last < self.end and not self._fits_after(toponym, is_broad=is_broad):
            return False
        return not before or follows_a_place or self._fits_before(toponym, before, is_broad=is_broad)

    def _fits_after(self, toponym: Toponym, *, is_broad: bool) -> bool:
        words, lowers, last = self.words, self.sentence.lowers, toponym.last
        after = lowers[last]
        if self._is_city_where(toponym, after):
            return True
        if after in words.clubs and (is_broad or words.kind_after.get(after) == "city"):
            return self._has_hall_or_force(last + 1)  # "Ohio State Police", not "Ohio State"
        if after in words.kinds_behind:
            return True
        if after in words.unplacing or self._is_in_a_body(last, is_broad=is_broad):
            return False
        return (
            after in words.placing
            or lowers[self.end - 1] in words.authorities
            or self.gazetteer.nation(fold_word(self.sentence.words[last])) is not None
            or (is_broad and toponym.key not in words.given)
        )

    def _is_city_where(self, toponym: Toponym, after: str) -> bool:
        """Tell "in Gaza City" from the club of "at Hull City": clubs of the home countries have such names."""
        words, place = self.words, max(toponym.candidates, key=attrgetter("prior")).place
        is_where = toponym.first > 0 and self.sentence.lowers[toponym.first - 1] in words.strongly_locative
        is_foreign_town = place.kind == "city" and place.country not in words.home
        is_city = words.kind_after.get(after) == "city" and after in words.clubs
        return is_where and is_foreign_town and is_city and toponym.last + 1 == self.end

    def _has_hall_or_force(self, at: int) -> bool:
        words, lowers = self.words, self.sentence.lowers
        return at < self.end and (lowers[at] in words.authorities or lowers[at] in words.halls)

    def _is_in_a_body(self, last: int, *, is_broad: bool) -> bool:
        """Tell whether an organisation's word ends the run; a state's or a region's own authority leaves it a place."""
        lowers = self.sentence.lowers
        if self.words.organisations.isdisjoint(lowers[last : self.end]):
            return False
        return not (is_broad and lowers[last] in self.words.authorities)

    def _fits_before(self, toponym: Toponym, before: str, *, is_broad: bool) -> bool:
        words = self.words
        if before in words.direction_of or before in words.kinds_before or before in words.function:
            toponym.evidence += 1.0
            return True
        if before in words.months_and_days or self.gazetteer.nation(fold_word(before)) is not None:
            return True
        if before in words.authorities and before not in words.titles:
            return is_broad or toponym.candidates[0].population >= _LARGE
        return is_broad and toponym.key not in words.given

    def weigh(self, toponym: Toponym) -> None:
        """Add to a toponym the evidence of feature words, local bodies, prepositions and directions around it."""
        words, lowers, size = self.words, self.sentence.lowers, len(self.sentence.lowers)
        after = lowers[toponym.last] if toponym.last < size else ""
        before = lowers[toponym.first - 1] if toponym.first else ""
        self._read_kind(toponym, after, is_named=toponym.last < size and self.capitals[toponym.last])
        if toponym.key.rpartition(" ")[2] in words.kind_after and " " in toponym.key:
            toponym.evidence += 1.5  # "Bartow County"
        if (
            toponym.candidates[0].place.kind == "city"
            and words.has_capital_nouns
            and (before in words.articles or before in words.contracted)
        ):
            toponym.evidence -= 4.0  # "nach dem Brand": a town has no article
        if after in words.local and before not in words.titles:
            toponym.evidence += 1.5
            toponym.is_located = True
        self._read_preposition(toponym, before, lowers[toponym.first - 2] if toponym.first > 1 else "")

    def _read_kind(self, toponym: Toponym, after: str, *, is_named: bool) -> None:
        is_broad = toponym.candidates[0].place.kind in _BROAD
        if self._is_kind_of_next(toponym, after):
            toponym.evidence += 1.0
        elif after in self.words.kind_after and (
            not (is_named and (is_broad or after in self.words.clubs)) or self._is_city_where(toponym, after)
        ):
            toponym.evidence += 2.5
            toponym.kind = self.words.kind_after[after]
            toponym.last += is_named
        elif after in self.words.site_last and is_named:
            toponym.evidence += 1.0
        elif not self.words.has_capital_nouns and small_site_end(self.sentence, toponym.last, self.words):
            toponym.evidence += 2.0
            toponym.kind = toponym.kind or "site"

    def _is_kind_of_next(self, toponym: Toponym, after: str) -> bool:
        """Tell "the Ontario city of London": the kind is that of the name that follows."""
        lowers, at = self.sentence.lowers, toponym.last + 1
        is_holder = toponym.candidates[0].place.kind in _BROAD or toponym.candidates[0].place.kind == "region"
        return (
            self.words.kind_after.get(after) == "city"
            and is_holder
            and at + 1 < len(lowers)
            and lowers[at] in self.words.of
            and self.capitals[at + 1]
        )

    def _read_preposition(self, toponym: Toponym, before: str, second: str) -> None:
        words = self.words
        if before in words.of and second in words.organisations:
            toponym.evidence -= 4.0
        elif before in words.of and second in words.kinds_of:
            toponym.evidence += 2.5
        elif (
            before in words.strongly_locative
            or (before in words.of and second in words.direction_of)
            or (before in words.direction_of and second in words.strongly_locative)
        ) or before in words.striking:
            toponym.evidence += 2.0
            toponym.is_located = True
        elif before in words.articles and second in words.strongly_locative:
            toponym.evidence += 1.5
        elif (
            before in words.locative
            or before in words.direction_of
            or before in words.kinds_before
            or before in words.of
        ):
            toponym.evidence += 1.0
