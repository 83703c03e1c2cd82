"""The pictures of docs/screens keep their colours when they are made small."""

from __future__ import annotations

from PIL import Image
from tests.browser.screens import few_colours

PAPER, BLUE, GREEN, RED = (247, 246, 242), (34, 56, 111), (13, 90, 79), (152, 25, 28)


def page() -> Image.Image:
    """Return a page with hundreds of shades of blue text, and one small green and one small red sign."""
    image = Image.new("RGB", (400, 300), (255, 255, 255))
    image.paste(PAPER, (0, 0, 400, 20))
    for at in range(16_000):
        part = at % 1000 / 1000
        shade = tuple(round(a + (255 - a) * part) - at % 3 for a in BLUE)
        image.putpixel((at % 400, 40 + at // 400), shade)
    for place, colour in ((10, GREEN), (30, RED)):
        image.paste(colour, (place, 100, place + 2, 103))
    return image


def test_a_small_green_tick_stays_green() -> None:
    small = few_colours(page()).convert("RGB")

    for place, colour in (((10, 100), GREEN), ((30, 100), RED), ((5, 5), PAPER), ((399, 299), (255, 255, 255))):
        shown = small.getpixel(place)
        assert isinstance(shown, tuple)
        assert max(abs(a - b) for a, b in zip(shown, colour, strict=True)) <= 4, (colour, shown)
    assert len(small.getcolors() or []) <= 256


def test_a_picture_of_few_colours_is_not_changed() -> None:
    image = Image.new("RGB", (20, 20), PAPER)
    image.paste(GREEN, (3, 3, 9, 9))

    assert few_colours(image).convert("RGB").tobytes() == image.tobytes()
