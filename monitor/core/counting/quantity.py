"""One figure of a text, read: the value that quantities hand on."""

from __future__ import annotations

from monitor.model import Bid, Certainty, Modality, Modifier, Place, Reason, Trend
from monitor.model.valueclasses import valueclass


@valueclass(frozen=True, slots=True)
class Quantity:
    """One figure of the text; token span [first, last) of sentence number `sentence`. Field meanings as in
    model.Mention.

    `points_back`: the sentence goes on with the one before ("of these troops"), so its speaker may be that one's.
    """

    sentence: int
    first: int
    last: int
    low: float | None
    high: float | None
    modifier: Modifier
    unit: str | None
    unit_class: str | None
    per: str | None = None
    part_of: bool = False
    is_increment: bool = False
    actor: str | None = None
    aspect: str | None = None
    modality: Modality = Modality.ACTUAL
    negated: bool = False
    place: Place | None = None
    of_what: str | None = None
    certainty: Certainty | None = None
    bid: Bid | None = None
    was_low: float | None = None
    was_high: float | None = None
    trend: Trend | None = None
    predicate: str | None = None
    passed_over: str | None = None
    inherited: tuple[str, ...] = ()
    points_back: bool = False
    reasons: tuple[Reason, ...] = ()
    whole: Quantity | None = None  # what its sentence opens with: "Of 120 deaths, 41 ..."
