"""What the words beside a name say of it: that it is a place, or a part of a person's or an organisation's name."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.geography.gazetteer import Gazetteer
from monitor.core.geography.place_findings import Finding, fold_word
from monitor.core.geography.place_patterns import small_site_end
from monitor.core.geography.place_words import PlaceWords
from monitor.core.language.text import Sentence
from monitor.model import PlaceKind
from monitor.model.valueclasses import valueclass

_BROAD = frozenset(kind for kind in PlaceKind if kind.is_broad)
_LARGE = 500_000  # people; from here on a city is named without being introduced


@valueclass(frozen=True, slots=True)
class Neighbours:
    """The surroundings of names in one run of capitalised words, tokens [first, end) of `sentence`."""

    gazetteer: Gazetteer
    words: PlaceWords
    sentence: Sentence
    capitals: Sequence[bool]
    first: int
    end: int

    def is_organisation(self, finding: Finding) -> bool:
        """Tell whether the next word makes a newspaper, a club or the like of a name."""
        after = self.sentence.lowers[finding.last] if finding.last < self.end else ""
        return after in self.words.organisations and after not in self.words.authorities

    def leave_a_place(self, finding: Finding, *, follows_a_place: bool) -> bool:
        """Tell whether the capitalised words before and after a name leave it a place."""
        lowers = self.sentence.lowers
        likeliest = finding.candidates[0].place
        is_person = finding.key in self.words.given
        is_broad = likeliest.kind in _BROAD or (
            likeliest.kind == "region" and not is_person and fold_word(likeliest.name) == finding.key
        )
        before = lowers[finding.first - 1] if finding.first > self.first else ""
        if before == "." and finding.first - 1 > self.first:
            before = lowers[finding.first - 2]
        if finding.last < self.end and not self._fits_after(finding, is_broad=is_broad):
            return False
        return not before or follows_a_place or self._fits_before(finding, before, is_broad=is_broad)

    def _fits_after(self, finding: Finding, *, is_broad: bool) -> bool:
        words, lowers, last = self.words, self.sentence.lowers, finding.last
        after = lowers[last]
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
            or (is_broad and finding.key not in words.given)
        )

    def _has_hall_or_force(self, at: int) -> bool:
        words, lowers = self.words, self.sentence.lowers
        return at < self.end and (lowers[at] in words.authorities or lowers[at] in words.halls)

    def _is_in_a_body(self, last: int, *, is_broad: bool) -> bool:
        """Tell whether an organisation's word ends the run; a state's or a region's own authority leaves it a place."""
        lowers = self.sentence.lowers
        if self.words.organisations.isdisjoint(lowers[last : self.end]):
            return False
        return not (is_broad and lowers[last] in self.words.authorities)

    def _fits_before(self, finding: Finding, before: str, *, is_broad: bool) -> bool:
        words = self.words
        if before in words.direction_of or before in words.kinds_before or before in words.function:
            finding.evidence += 1.0
            return True
        if before in words.months_and_days or self.gazetteer.nation(fold_word(before)) is not None:
            return True
        if before in words.authorities and before not in words.titles:
            return is_broad or finding.candidates[0].population >= _LARGE
        return is_broad and finding.key not in words.given

    def weigh(self, finding: Finding) -> None:
        """Add to a finding the evidence of feature words, local bodies, prepositions and directions around it."""
        words, lowers, size = self.words, self.sentence.lowers, len(self.sentence.lowers)
        after = lowers[finding.last] if finding.last < size else ""
        before = lowers[finding.first - 1] if finding.first else ""
        self._read_kind(finding, after, is_named=finding.last < size and self.capitals[finding.last])
        if finding.key.rpartition(" ")[2] in words.kind_after and " " in finding.key:
            finding.evidence += 1.5  # "Bartow County"
        if (
            finding.candidates[0].place.kind == "city"
            and words.has_capital_nouns
            and (before in words.articles or before in words.contracted)
        ):
            finding.evidence -= 4.0  # "nach dem Brand": a town has no article
        if after in words.local and before not in words.titles:
            finding.evidence += 1.5
            finding.is_located = True
        self._read_preposition(finding, before, lowers[finding.first - 2] if finding.first > 1 else "")

    def _read_kind(self, finding: Finding, after: str, *, is_named: bool) -> None:
        is_broad = finding.candidates[0].place.kind in _BROAD
        if self._is_kind_of_next(finding, after):
            finding.evidence += 1.0
        elif after in self.words.kind_after and not (is_named and (is_broad or after in self.words.clubs)):
            finding.evidence += 2.5
            finding.kind = self.words.kind_after[after]
            finding.last += is_named
        elif after in self.words.site_last and is_named:
            finding.evidence += 1.0
        elif not self.words.has_capital_nouns and small_site_end(self.sentence, finding.last, self.words):
            finding.evidence += 2.0
            finding.kind = finding.kind or "site"

    def _is_kind_of_next(self, finding: Finding, after: str) -> bool:
        """Tell "the Ontario city of London": the kind is that of the name that follows."""
        lowers, at = self.sentence.lowers, finding.last + 1
        is_holder = finding.candidates[0].place.kind in _BROAD or finding.candidates[0].place.kind == "region"
        return (
            self.words.kind_after.get(after) == "city"
            and is_holder
            and at + 1 < len(lowers)
            and lowers[at] in self.words.of
            and self.capitals[at + 1]
        )

    def _read_preposition(self, finding: Finding, before: str, second: str) -> None:
        words = self.words
        if before in words.of and second in words.organisations:
            finding.evidence -= 4.0
        elif before in words.of and second in words.kinds_of:
            finding.evidence += 2.5
        elif (
            before in words.strongly_locative
            or (before in words.of and second in words.direction_of)
            or (before in words.direction_of and second in words.strongly_locative)
        ) or before in words.striking:
            finding.evidence += 2.0
            finding.is_located = True
        elif before in words.articles and second in words.strongly_locative:
            finding.evidence += 1.5
        elif (
            before in words.locative
            or before in words.direction_of
            or before in words.kinds_before
            or before in words.of
        ):
            finding.evidence += 1.0
