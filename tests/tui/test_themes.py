"""Every theme can be read, and its code colours told apart, with any eyes."""

from __future__ import annotations

from dataclasses import fields
from itertools import combinations

import pytest
from rich._palettes import STANDARD_PALETTE
from rich.color import Color, ColorSystem

from ipe_coder.tui.themes import (
    CONTRAST,
    CONTRAST_256,
    DARK,
    DARK_16,
    DARK_256,
    LIGHT,
    LIGHT_16,
    LIGHT_256,
    PALETTES,
    Palette,
    palette_of,
)
from tests.tui.colour_vision import DEFICIENCIES, ciede2000, contrast, lab, linear, seen_with
from tests.tui.harness import HarnessApp

READABLE = 4.5
SEEN = 3.0
GROUNDS = ("ground", "surface", "cursor")

SMALLEST = {
    DARK: 9.3, LIGHT: 9.9, CONTRAST: 9.9, DARK_256: 9.7, LIGHT_256: 9.6, CONTRAST_256: 11.0
}  # fmt: skip
"""The least difference that colour-blind eyes see between two code colours of a theme."""

XTERM = {
    "#000000": "#000000", "#0000aa": "#0000ee", "#aaaaaa": "#e5e5e5", "#ffffff": "#ffffff",
    "#55ffff": "#00ffff", "#ff55ff": "#ff00ff", "#55ff55": "#00ff00", "#00aaaa": "#00cdcd",
    "#ff5555": "#ff0000", "#00aa00": "#00cd00", "#ffff55": "#ffff00", "#555555": "#7f7f7f",
    "#aa0000": "#cd0000", "#aa00aa": "#cd00cd",
}  # fmt: skip
"""The sixteen colours of the VGA as xterm shows them."""

palettes = pytest.mark.parametrize("palette", PALETTES.values(), ids=list(PALETTES))
rich = pytest.mark.parametrize("palette", [PALETTES[name] for name in SMALLEST], ids=list(SMALLEST))
sixteen = pytest.mark.parametrize("palette", [PALETTES[DARK_16], PALETTES[LIGHT_16]])


def closest(palette: Palette, deficiency: str | None) -> float:
    seen = [linear(colour) for colour in palette.codes]
    if deficiency is not None:
        seen = [seen_with(colour, deficiency) for colour in seen]
    return min(ciede2000(a, b) for a, b in combinations(map(lab, seen), 2))


def test_the_colour_difference_is_the_published_one() -> None:
    # Sharma, Wu and Dalal (2005), table 1, pairs 1, 7, 13, 25 and 34.
    pairs = [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, 2.5, 0.0), (50.0, 0.0, -2.5), 4.3065),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ]
    for one, other, published in pairs:
        assert ciede2000(one, other) == pytest.approx(published, abs=5e-5)


@palettes
@pytest.mark.parametrize("token", ["text", "strong", "muted", "accent_text"])
def test_words_have_enough_contrast_on_every_ground(palette: Palette, token: str) -> None:
    for ground in (*GROUNDS, "raised"):
        assert contrast(getattr(palette, token), getattr(palette, ground)) >= READABLE


@palettes
def test_axes_and_the_cursor_of_a_field_are_seen_on_every_ground(palette: Palette) -> None:
    for ground in (palette.ground, palette.surface):
        assert contrast(palette.axis, ground) >= SEEN
    cursor = palette.theme.variables["input-cursor-background"]
    for ground in (palette.ground, palette.surface, palette.raised, palette.cursor):
        assert contrast(cursor, ground) >= SEEN
    assert contrast(palette.theme.variables["input-cursor-foreground"], cursor) >= READABLE


@sixteen
def test_sixteen_colours_can_be_read_as_xterm_shows_them_too(palette: Palette) -> None:
    grounds = {palette.ground, palette.surface, palette.cursor, palette.raised}
    for ground in grounds:
        for words in (palette.text, palette.strong, palette.muted, palette.accent_text):
            assert contrast(XTERM[words], XTERM[ground]) >= READABLE
        for colour in palette.codes:
            assert contrast(colour, ground) >= SEEN
            assert contrast(XTERM[colour], XTERM[ground]) >= SEEN - 0.1
    assert contrast(XTERM[palette.on_accent], XTERM[palette.accent]) >= READABLE


@pytest.mark.parametrize("name", [DARK_256, LIGHT_256, CONTRAST_256])
def test_256_colours_can_be_read_as_they_are_sent(name: str) -> None:
    palette = PALETTES[name]
    for ground in (*GROUNDS, "raised"):
        for words in ("text", "strong", "muted", "accent_text"):
            sent, beneath = (_sent(getattr(palette, token)) for token in (words, ground))
            assert contrast(sent, beneath) >= READABLE
        for colour in palette.codes:
            assert contrast(_sent(colour), _sent(getattr(palette, ground))) >= SEEN
    assert contrast(_sent(palette.on_accent), _sent(palette.accent)) >= READABLE


def _sent(colour: str) -> str:
    """Tell which of 256 colours is sent for a colour."""
    return Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).get_truecolor().hex


@sixteen
def test_sixteen_colours_are_sent_as_they_are(palette: Palette) -> None:
    words = [str(getattr(palette, field.name)) for field in fields(palette)]
    for colour in {word for word in (*words, *palette.codes) if word.startswith("#")}:
        sent = Color.parse(colour).downgrade(ColorSystem.STANDARD)
        assert STANDARD_PALETTE[sent.number or 0].hex == colour


@rich
def test_code_colours_have_enough_contrast_on_every_ground(palette: Palette) -> None:
    for colour in palette.codes:
        for ground in GROUNDS:
            assert contrast(colour, getattr(palette, ground)) >= READABLE - 0.005


@palettes
def test_selected_words_have_enough_contrast(palette: Palette) -> None:
    assert contrast(palette.on_accent, palette.accent) >= READABLE


@palettes
def test_coded_words_can_be_read_whatever_codes_overlap(palette: Palette) -> None:
    for base, words in ((palette.ground, palette.text), (palette.cursor, palette.strong)):
        for count in (1, 2, 3):
            for numbers in combinations(range(1, 9), count):
                assert contrast(words, palette.tinted(base, numbers)) >= READABLE


@rich
@pytest.mark.parametrize("deficiency", [None, *DEFICIENCIES])
def test_any_two_code_colours_can_be_told_apart(palette: Palette, deficiency: str | None) -> None:
    assert closest(palette, deficiency) >= (SMALLEST[palette.name] if deficiency else 15.0)


@palettes
def test_no_code_has_the_colour_of_the_accent(palette: Palette) -> None:
    accent = lab(linear(palette.accent))
    assert min(ciede2000(accent, lab(linear(colour))) for colour in palette.codes) > 12


def test_the_ninth_code_has_the_first_colour_again() -> None:
    palette = PALETTES[DARK]
    assert palette.code(9) == palette.code(1)


def test_overlapping_codes_tint_a_little_more_strongly() -> None:
    palette = PALETTES[DARK]
    one = contrast(palette.tinted(palette.ground, (1,)), palette.ground)
    both = contrast(palette.tinted(palette.ground, (1, 1)), palette.ground)
    assert 1 < one < both


def test_the_high_contrast_theme_never_tints() -> None:
    palette = PALETTES[CONTRAST]
    assert palette.tinted(palette.ground, (1, 2)) == palette.ground


async def test_only_our_themes_are_offered() -> None:
    app = HarnessApp()
    async with app.run_test() as pilot:
        assert set(app.available_themes) == set(PALETTES)
        for name, palette in PALETTES.items():
            app.theme = name
            await pilot.pause()
            assert palette_of(app) is palette
            assert app.theme_variables["ground"] == palette.ground


async def test_changing_the_theme_repaints_the_transcript() -> None:
    app = HarnessApp(DARK)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        view = app.screen.query_one("TranscriptView")
        before = view.render_line(0)
        app.theme = LIGHT
        await pilot.pause()
        assert view.render_line(0) != before
        assert view.render_line(0).text == before.text
