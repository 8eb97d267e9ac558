"""Who issued a report: the office that its title or signature names, else the one that the page states, else the government."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.ingest.places import UNKNOWN, Place
from pipeline.profiles import Profile

_OFFICES = ("政府", "局", "委员会", "办公室", "厅", "办事处", "院", "部")


def issuer_of(title: str, place: Place, stated: Mapping[str, str], profile: Profile) -> str | None:
    """The office's name with its place; None where nothing tells."""
    rules = profile.data["places"]
    if place.region == rules["nation"]["name"]:
        return place.department or rules["nation"]["offices"][0]
    if place.region != UNKNOWN and place.department:
        return _whole(f"{place.region}{place.department}", title, rules["vertical"])
    issuer = stated.get("issuer", "")
    if issuer.endswith(_OFFICES):
        placed = issuer[0] in "省市县区旗州" and place.region.endswith(issuer[0])
        return place.region + issuer[1:] if placed else issuer
    if place.region == UNKNOWN:
        return stated.get("source") or None
    if place.region in rules["bodies"]:
        return place.region
    return place.region + next(
        (office for end, office in rules["government"].items() if place.region.endswith(end) and not place.code),
        "人民政府",
    )


def _whole(name: str, title: str, above: list[str]) -> str:
    """With the ministry that stands before the place in the title: 国家税务总局某市税务局."""
    return next((word + name for word in above if word + name in title), name)
