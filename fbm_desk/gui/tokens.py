"""The colours of both themes by name, and how far two of them stand apart; where they go: theme.

Names and values are the visual language's; every text pair keeps 4.5 : 1, every shape 3 : 1 (WCAG).
"""
# ruff: noqa: N815  the names are those of the visual language

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme in `#RRGGBB`. …T is a tint, …I its ink, …S a wall, on… stands on a wall."""

    name: str
    canvas: str  # window
    surface: str  # cards, fields
    sunken: str  # troughs, disabled
    tile: str  # behind pictures of articles
    line: str  # hairlines that carry no meaning
    edge: str  # outlines that do
    ink: str
    ink2: str
    ink3: str  # placeholders, dashes
    blue: str  # you, now
    blueT: str
    onblue: str
    green: str  # done
    greenT: str
    amberI: str
    amberT: str
    amber: str
    onamber: str
    red: str
    redT: str
    redS: str
    onred: str
    goS: str
    ongo: str
    ask: str
    onask: str
    stop: str
    onstop: str
    onstop2: str  # second lines in the stop window

    @property
    def dark(self) -> bool:
        """True for the dark theme."""
        return luminance(self.canvas) < 0.5

    def colours(self) -> dict[str, str]:
        """All colours by name, without the theme's name."""
        names = (name for name in Tokens.__dataclass_fields__ if name != "name")
        return {name: str(getattr(self, name)) for name in names}


LIGHT = Tokens(
    name="light",
    canvas="#F2F1ED",
    surface="#FFFFFF",
    sunken="#E9E7E1",
    tile="#F6F4EF",
    line="#DAD7CF",
    edge="#858178",
    ink="#191B1D",
    ink2="#494E53",
    ink3="#62676C",
    blue="#0E5AA7",
    blueT="#E4EFFA",
    onblue="#FFFFFF",
    green="#0A6A4B",
    greenT="#D9F0E4",
    amberI="#7A4D00",
    amberT="#FDF0CF",
    amber="#F0AA2C",
    onamber="#191B1D",
    red="#B3211B",
    redT="#FBE4E1",
    redS="#B3211B",
    onred="#FFFFFF",
    goS="#B4E3CB",
    ongo="#191B1D",
    ask="#5AA3EE",
    onask="#191B1D",
    stop="#3F0808",
    onstop="#FFFFFF",
    onstop2="#F1DEDC",
)

DARK = Tokens(
    name="dark",
    canvas="#14171A",
    surface="#1E2226",
    sunken="#0D0F11",
    tile="#DEDBD4",
    line="#353B41",
    edge="#7D868E",
    ink="#EEF0F1",
    ink2="#BCC3C9",
    ink3="#9BA3AA",
    blue="#86BBF3",
    blueT="#17304B",
    onblue="#0B1724",
    green="#66CDA2",
    greenT="#143A2B",
    amberI="#F3C45F",
    amberT="#3B2D0E",
    amber="#F0B33C",
    onamber="#191B1D",
    red="#FF9184",
    redT="#45201C",
    redS="#C9382E",
    onred="#FFFFFF",
    goS="#184F3B",
    ongo="#FFFFFF",
    ask="#5AA3EE",
    onask="#191B1D",
    stop="#3F0808",
    onstop="#FFFFFF",
    onstop2="#F1DEDC",
)


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB`, 0 to 1 (WCAG 2.2, "relative luminance")."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
