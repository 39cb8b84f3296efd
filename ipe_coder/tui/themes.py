"""Three themes: dark, light and high contrast, with code colours that colour-blind eyes tell apart.

Others stand in for them in a terminal of 256 or of sixteen colours, made of those it has: the
nearest of them to a faint ground may be as dark as the words on it.

Every colour of the application stands here. CSS and `Content` name them as theme variables
(`$ground`, `$muted`, `$code-3`); widgets that paint their own rows take a `Palette`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from textual.app import App
from textual.color import Color
from textual.theme import Theme

from ipe_coder.tui.stylesheet import ParsedOnce

LINES = ("┃", "╏", "║")
"""Line patterns of the stripes: solid, dashed, double."""

CODE_COLOURS = 8
"""How many code colours a theme has."""


@dataclass(frozen=True)
class Palette:
    """The colours of one theme, as hexadecimal words."""

    name: str
    title: str
    """What the theme is called on the screen."""
    dark: bool
    ground: str
    """The main pane."""
    surface: str
    """Side panes, header and footer."""
    raised: str
    """Input rows, dialog footers and the track of the minimap."""
    cursor: str
    """The current row, sentence or cell."""
    line: str
    """Unfilled bars and scroll bars; never text."""
    axis: str
    """Axes and zero lines, which have to be seen."""
    text: str
    strong: str
    """Headings and what is current."""
    muted: str
    """Interviewer, labels, counts and reasons."""
    accent: str
    """Fill of the selection and of the current cell."""
    on_accent: str
    """Text on the accent."""
    accent_text: str
    """Keys, the focused title, the cursor bar and `?`."""
    heat: str
    """The full end of a heat map; the other end is the ground."""
    codes: tuple[str, ...]
    """Code colours, in the order in which they are handed out."""
    tint: float
    """How strongly a code tints its words; 0 where coded words are underlined instead."""
    tint_overlap: float
    """The same where several codes share the words."""

    def code(self, number: int) -> str:
        """Pick a code colour by its number from 1; numbers past the last begin again."""
        return self.codes[(number - 1) % len(self.codes)]

    @property
    def has_lines(self) -> bool:
        """Whether panes are divided by lines, since their grounds do not differ."""
        return self.ground == self.surface

    @property
    def faint(self) -> str:
        """Words that are dimmed on the main pane by choice."""
        return _blended(self.muted, self.ground, 0.4 if self.dark else 0.3)

    def tinted(self, base: str, numbers: Sequence[int]) -> str:
        """Lay the tint of one or more codes over a ground; several blend."""
        if not numbers or not self.tint:
            return base
        return _tinted(
            base,
            tuple(self.code(number) for number in numbers),
            self.tint if len(numbers) == 1 else self.tint_overlap,
        )

    def heat_at(self, share: float) -> str:
        """Shade a cell of a heat map, for a share from 0 to 1."""
        return Color.parse(self.ground).blend(Color.parse(self.heat), share).hex6

    @property
    def theme(self) -> Theme:
        """The Textual theme with these colours as its variables."""
        return Theme(
            name=self.name,
            primary=self.accent,
            secondary=self.muted,
            accent=self.accent,
            warning=self.accent,
            error=self.accent,
            success=self.accent,
            foreground=self.text,
            background=self.ground,
            surface=self.surface,
            panel=self.raised,
            dark=self.dark,
            variables=self._variables(),
        )

    def _variables(self) -> dict[str, str]:
        own = {
            "ground": self.ground, "raised": self.raised, "cursor": self.cursor,
            "line": self.line, "strong": self.strong, "muted": self.muted,
            "on-accent": self.on_accent, "accent-text": self.accent_text, "heat": self.heat,
            "divider": self.line if self.has_lines else self.surface,
            "axis": self.axis,
        }  # fmt: skip
        codes = {f"code-{number}": colour for number, colour in enumerate(self.codes, 1)}
        return own | codes | self._widget_variables()

    def _widget_variables(self) -> dict[str, str]:
        """Bring Textual's own widgets (lists, inputs, tables) to the same look."""
        return {
            "text": self.text, "text-muted": self.muted, "text-disabled": self.muted,
            "text-accent": self.accent_text, "text-primary": self.accent_text,
            "text-warning": self.accent_text, "text-error": self.accent_text,
            "block-cursor-background": self.cursor, "block-cursor-foreground": self.strong,
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": self.cursor,
            "block-cursor-blurred-foreground": self.text,
            "block-hover-background": self.surface,
            "border": self.accent_text, "border-blurred": self.line,
            "surface-active": self.raised,
            "scrollbar": self.line, "scrollbar-hover": self.muted, "scrollbar-active": self.muted,
            "scrollbar-background": self.ground, "scrollbar-corner-color": self.ground,
            "scrollbar-background-hover": self.ground, "scrollbar-background-active": self.ground,
            "input-cursor-background": self.accent_text, "input-cursor-foreground": self.ground,
            "input-selection-background": self.accent, "input-selection-foreground": self.on_accent,
            "screen-selection-background": self.accent,
            "screen-selection-foreground": self.on_accent,
            "link-color": self.accent_text, "link-color-hover": self.accent_text,
            "footer-background": self.surface, "footer-foreground": self.muted,
            "footer-key-foreground": self.accent_text,
            "footer-description-foreground": self.muted,
            "button-foreground": self.text, "button-color-foreground": self.on_accent,
        }  # fmt: skip


DARK = "ipe-dark"
LIGHT = "ipe-light"
CONTRAST = "ipe-contrast"
DARK_256, LIGHT_256, CONTRAST_256 = "ipe-dark-256", "ipe-light-256", "ipe-contrast-256"
DARK_16, LIGHT_16 = "ipe-dark-16", "ipe-light-16"

_FITTING = {
    DARK: (DARK_256, DARK_16),
    LIGHT: (LIGHT_256, LIGHT_16),
    CONTRAST: (CONTRAST_256, DARK_16),
}
"""What stands in for a theme with 256 colours, and with sixteen."""

PALETTES = {
    palette.name: palette
    for palette in (
        Palette(
            name=DARK, title="dark", dark=True,
            ground="#14171c", surface="#1b1f26", raised="#272d37", cursor="#303845",
            line="#3b434f", text="#d9dde4", strong="#f4f6f9", muted="#9aa3b1",
            accent="#ffd75f", on_accent="#14171c", accent_text="#ffd75f", heat="#2f6fc4",
            axis="#6f7988",
            codes=("#6fb6d8", "#ffb896", "#ace8c8", "#8998ff",
                   "#19e9ff", "#ff7767", "#b4bb00", "#cb9298"),
            tint=0.15, tint_overlap=0.24,
        ),
        Palette(
            name=LIGHT, title="light", dark=False,
            ground="#fbfaf7", surface="#f1efea", raised="#e4e0d8", cursor="#e6e2d9",
            line="#c4bfb4", text="#24282e", strong="#000000", muted="#5b616b",
            accent="#ffdf6b", on_accent="#1a1a1a", accent_text="#7a5200", heat="#6fa8e6",
            axis="#8a8478",
            codes=("#3a2fc0", "#65291e", "#005d44", "#63196c",
                   "#006b9b", "#c80000", "#626833", "#c5006a"),
            tint=0.09, tint_overlap=0.15,
        ),
        Palette(
            name=CONTRAST, title="high contrast", dark=True,
            ground="#000000", surface="#000000", raised="#1f1f1f", cursor="#2b2b2b",
            line="#ffffff", text="#ffffff", strong="#ffffff", muted="#d0d0d0",
            accent="#ffff00", on_accent="#000000", accent_text="#ffff00", heat="#2f6fc4",
            axis="#ffffff",
            codes=("#9ecdff", "#f2d492", "#dcffd6", "#a892ff",
                   "#42b3c4", "#ec8761", "#93d701", "#ce949e"),
            tint=0.0, tint_overlap=0.0,
        ),
        Palette(
            name=DARK_256, title="dark, 256 colours", dark=True,
            ground="#121212", surface="#1c1c1c", raised="#262626", cursor="#303030",
            line="#444444", text="#dadada", strong="#ffffff", muted="#a8a8a8",
            accent="#ffd75f", on_accent="#121212", accent_text="#ffd75f", heat="#005faf",
            axis="#767676",
            codes=("#87afd7", "#ffaf00", "#d7ffd7", "#af87ff",
                   "#87ffff", "#ff5faf", "#d7d787", "#d7afaf"),
            tint=0.0, tint_overlap=0.0,
        ),
        Palette(
            name=LIGHT_256, title="light, 256 colours", dark=False,
            ground="#ffffff", surface="#f8f8f8", raised="#e4e4e4", cursor="#e4e4e4",
            line="#bcbcbc", text="#262626", strong="#000000", muted="#585858",
            accent="#ffd75f", on_accent="#1c1c1c", accent_text="#5f5f00", heat="#87afff",
            axis="#767676",
            codes=("#8700d7", "#000000", "#005f87", "#0000af",
                   "#5f5f5f", "#af0000", "#5f0000", "#87005f"),
            tint=0.0, tint_overlap=0.0,
        ),
        Palette(
            name=CONTRAST_256, title="high contrast, 256 colours", dark=True,
            ground="#000000", surface="#000000", raised="#1c1c1c", cursor="#262626",
            line="#ffffff", text="#ffffff", strong="#ffffff", muted="#d0d0d0",
            accent="#ffff00", on_accent="#000000", accent_text="#ffff00", heat="#005faf",
            axis="#ffffff",
            codes=("#d7d7ff", "#ffffaf", "#87ffd7", "#af87ff",
                   "#87afaf", "#d7af87", "#5fd700", "#af8787"),
            tint=0.0, tint_overlap=0.0,
        ),
        Palette(
            name=DARK_16, title="dark, sixteen colours", dark=True,
            ground="#000000", surface="#000000", raised="#0000aa", cursor="#0000aa",
            line="#aaaaaa", text="#ffffff", strong="#ffffff", muted="#aaaaaa",
            accent="#ffff55", on_accent="#000000", accent_text="#ffff55", heat="#0000aa",
            axis="#aaaaaa",
            codes=("#55ffff", "#ff55ff", "#55ff55", "#ffffff",
                   "#00aaaa", "#aaaaaa", "#00aa00", "#55ffff"),
            tint=0.0, tint_overlap=0.0,
        ),
        Palette(
            name=LIGHT_16, title="light, sixteen colours", dark=False,
            ground="#ffffff", surface="#ffffff", raised="#55ffff", cursor="#55ffff",
            line="#555555", text="#000000", strong="#000000", muted="#000000",
            accent="#ffff55", on_accent="#000000", accent_text="#0000aa", heat="#55ffff",
            axis="#000000",
            codes=("#0000aa", "#aa0000", "#aa00aa", "#000000",
                   "#0000aa", "#aa0000", "#aa00aa", "#000000"),
            tint=0.0, tint_overlap=0.0,
        ),
    )
}  # fmt: skip
"""The themes by name."""


def install_themes(app: App[Any], theme: str = DARK) -> None:
    """Register the themes with an application in place of Textual's, and switch to one of them.

    Called from the application's `__init__`: its screens name our variables in their CSS.
    """
    for palette in PALETTES.values():
        app.register_theme(palette.theme)
    app.theme = theme
    app.stylesheet = ParsedOnce(app.get_css_variables())
    for other in set(app.available_themes) - set(PALETTES):
        app.unregister_theme(other)


def palette_of(app: App[Any]) -> Palette:
    """Get the palette of an application's theme."""
    return PALETTES.get(app.theme, PALETTES[DARK])


def fitting_theme(app: App[Any], theme: str) -> str:
    """Find what stands in for a theme where the terminal has fewer colours than it needs."""
    with_256, with_16 = _FITTING[theme]
    return {"truecolor": theme, "256": with_256}.get(app.console.color_system or "", with_16)


def has_full_colour(app: App[Any]) -> bool:
    """Tell whether faint tints can be seen: not with 16 or 256 colours, nor under `NO_COLOR`."""
    return app.console.color_system == "truecolor" and not app.no_color


@lru_cache(maxsize=64)
def _blended(colour: str, other: str, strength: float) -> str:
    return Color.parse(colour).blend(Color.parse(other), strength).hex6


@lru_cache(maxsize=4096)
def _tinted(base: str, colours: tuple[str, ...], strength: float) -> str:
    mixed = [Color.parse(colour).rgb for colour in colours]
    red, green, blue = (round(sum(parts) / len(mixed)) for parts in zip(*mixed, strict=True))
    return Color.parse(base).blend(Color(red, green, blue), strength).hex6
