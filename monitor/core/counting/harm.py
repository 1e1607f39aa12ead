"""How those are who were harmed: who died, and who of those who were shot lives.

To whom the harm was done is read by `attachment`.
"""

from __future__ import annotations

from monitor.core.counting.scenes import Scene
from monitor.core.syntax.events import Event
from monitor.model import Modality


def is_death(event: Event) -> bool:
    """Tell that an event says that somebody died, and not that somebody might."""
    return event.aspect == "killed" and not event.negated and event.modality is Modality.ACTUAL


def has_survived(scene: Scene, event: Event | None) -> bool:
    """Tell "six others were shot" beside the dead, and "four men were shot and taken to a hospital" with no word of
    death in the sentence: those of the figure live.
    """
    units = scene.words.units
    if not (units.other | units.others).isdisjoint(scene.sentence.lowers[scene.first : scene.last]):
        return True
    last = scene.last if event is None else max(scene.last, event.last)
    events = scene.around.events.events
    is_hurt = any(later.aspect == "injured" and later.first >= last and not later.negated for later in events)
    return is_hurt and all(told.aspect != "killed" for told in events)
