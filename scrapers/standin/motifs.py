"""Pictures of posters: plain shapes, a little different in every film."""

import math
import random
from collections.abc import Callable
from typing import NamedTuple

WIDTH, HEIGHT = 400, 600
HORIZON = 390  # the type stands below it
LIT = 0.6  # of a skyline's windows


class Palette(NamedTuple):
    """Colours of a poster."""

    ground: str
    shape: str
    accent: str
    ink: str


Motif = Callable[[random.Random, Palette], str]


def rings(rng: random.Random, colours: Palette) -> str:
    x, y = rng.randint(120, 280), rng.randint(150, 230)
    step = rng.choice((18, 24, 30))
    circles = "".join(
        f'<circle cx="{x}" cy="{y}" r="{radius}" fill="none" stroke="{colours.shape}" '
        f'stroke-width="{step * 0.42:.0f}"/>'
        for radius in range(step, 220, step)
    )
    return f'{circles}<circle cx="{x}" cy="{y}" r="{step}" fill="{colours.accent}"/>'


def sunburst(rng: random.Random, colours: Palette) -> str:
    x, y, rays = rng.randint(60, 340), rng.randint(230, HORIZON), rng.choice((20, 28, 36))
    turn = 2 * math.pi / rays
    points = [
        (x + 620 * math.cos(turn * place), y + 620 * math.sin(turn * place))
        for place in range(rays)
    ]
    wedges = "".join(
        f"M{x} {y}L{a[0]:.0f} {a[1]:.0f}L{b[0]:.0f} {b[1]:.0f}Z"
        for a, b in zip(points[::2], points[1::2], strict=True)
    )
    return (
        f'<path d="{wedges}" fill="{colours.shape}" opacity=".55"/>'
        f'<circle cx="{x}" cy="{y}" r="{rng.randint(50, 90)}" fill="{colours.accent}"/>'
    )


def hills(rng: random.Random, colours: Palette) -> str:
    x, y = rng.randint(90, 310), rng.randint(90, 170)
    sky = f'<circle cx="{x}" cy="{y}" r="{rng.randint(44, 74)}" fill="{colours.accent}"/>'
    ranges = ""
    for base, opacity in ((250, 0.4), (300, 0.65), (350, 1)):
        tops = "".join(f"L{left} {base - rng.randint(0, 90)}" for left in range(0, WIDTH + 1, 50))
        ranges += (
            f'<path d="M0 {HEIGHT}{tops}L{WIDTH} {HEIGHT}Z" fill="{colours.shape}" '
            f'opacity="{opacity}"/>'
        )
    return sky + ranges


def waves(rng: random.Random, colours: Palette) -> str:
    drawn = f'<circle cx="200" cy="{rng.randint(120, 190)}" r="84" fill="{colours.accent}"/>'
    for row in range(7):
        y, shift = 190 + row * 32, rng.randint(-60, 0)
        curve = f"M{shift - 100} {y}" + "q50 -34 100 0t100 0" * 4
        drawn += (
            f'<path d="{curve}" fill="none" stroke="{colours.shape}" stroke-width="11" '
            f'stroke-linecap="round"/>'
        )
    return drawn


def skyline(rng: random.Random, colours: Palette) -> str:
    x = rng.randint(60, 340)
    drawn = f'<circle cx="{x}" cy="120" r="{rng.randint(34, 64)}" fill="{colours.accent}"/>'
    left = 0
    while left < WIDTH:
        width, top = rng.choice((34, 46, 58)), rng.randint(150, 320)
        drawn += (
            f'<rect x="{left}" y="{top}" width="{width}" height="{HORIZON - top}" '
            f'fill="{colours.shape}" opacity="{rng.choice((0.6, 0.8, 1))}"/>'
        )
        drawn += "".join(
            f'<rect x="{left + 10}" y="{y}" width="9" height="9" fill="{colours.accent}"/>'
            for y in range(top + 14, HORIZON - 14, 26)
            if rng.random() < LIT
        )
        left += width + 4
    return drawn


def eye(rng: random.Random, colours: Palette) -> str:
    y, tall = 210, rng.randint(90, 150)
    lids = f"M20 {y}Q200 {y - tall * 2} 380 {y}Q200 {y + tall * 2} 20 {y}Z"
    iris = rng.randint(56, min(84, tall - 8))
    return (
        f'<path d="{lids}" fill="{colours.shape}"/>'
        f'<circle cx="200" cy="{y}" r="{iris}" fill="{colours.ground}"/>'
        f'<circle cx="200" cy="{y}" r="{iris * 0.55:.0f}" fill="{colours.accent}"/>'
    )


def blinds(rng: random.Random, colours: Palette) -> str:
    tilt = rng.choice((-24, -14, 14, 24))
    slats = "".join(
        f'<rect x="-80" y="{y}" width="560" height="{rng.choice((12, 18, 24))}" '
        f'fill="{colours.shape}"/>'
        for y in range(-40, HORIZON - 20, 42)
    )
    x = rng.randint(110, 290)
    return (
        f'<g transform="rotate({tilt} 200 180)" opacity=".8">{slats}</g>'
        f'<circle cx="{x}" cy="{rng.randint(130, 250)}" r="70" fill="{colours.accent}"/>'
    )


def confetti(rng: random.Random, colours: Palette) -> str:
    drawn = ""
    for _ in range(34):
        x, y, size = rng.randint(10, 390), rng.randint(20, 360), rng.randint(8, 30)
        colour = rng.choice((colours.shape, colours.shape, colours.accent, colours.ink))
        drawn += (
            f'<circle cx="{x}" cy="{y}" r="{size}" fill="{colour}"/>'
            if rng.randrange(2)
            else f'<rect x="{x}" y="{y}" width="{size * 2}" height="{size}" fill="{colour}" '
            f'transform="rotate({rng.randrange(180)} {x} {y})"/>'
        )
    return drawn


def halftone(rng: random.Random, colours: Palette) -> str:
    x, y = rng.randint(100, 300), rng.randint(120, 260)
    dots = "".join(
        f'<circle cx="{left}" cy="{top}" r="{radius:.1f}"/>'
        for left in range(20, WIDTH, 24)
        for top in range(24, HORIZON, 24)
        if (radius := 14 - math.dist((left, top), (x, y)) / 20) > 1
    )
    return f'<g fill="{colours.shape}">{dots}</g>'


def arches(rng: random.Random, colours: Palette) -> str:
    drawn = ""
    for step, radius in enumerate(range(170, 20, -rng.choice((28, 36)))):
        colour = (colours.shape, colours.ground, colours.accent, colours.ground)[step % 4]
        drawn += (
            f'<path d="M{200 - radius} {HORIZON}V{40 + 170}a{radius} {radius} 0 0 1 '
            f'{radius * 2} 0V{HORIZON}Z" fill="{colour}"/>'
        )
    return drawn


def shards(rng: random.Random, colours: Palette) -> str:
    x, y = rng.randint(120, 280), rng.randint(130, 240)
    drawn = ""
    for place in range(13):
        turn = place * math.pi / 6.5
        reach = rng.randint(120, 300)
        a, b = (turn + rng.uniform(0.06, 0.2) * side for side in (-1, 1))
        colour = rng.choice((colours.shape, colours.shape, colours.accent))
        drawn += (
            f'<path d="M{x} {y}L{x + reach * math.cos(a):.0f} {y + reach * math.sin(a):.0f}'
            f'L{x + reach * math.cos(b):.0f} {y + reach * math.sin(b):.0f}Z" fill="{colour}"/>'
        )
    return drawn


def orbit(rng: random.Random, colours: Palette) -> str:
    stars = "".join(
        f'<circle cx="{rng.randrange(WIDTH)}" cy="{rng.randrange(HORIZON)}" '
        f'r="{rng.choice((1, 1.5, 2.5))}" fill="{colours.ink}"/>'
        for _ in range(70)
    )
    tilt, size = rng.randint(-40, 40), rng.randint(70, 110)
    return (
        f'{stars}<circle cx="200" cy="205" r="{size}" fill="{colours.shape}"/>'
        f'<ellipse cx="200" cy="205" rx="{size * 1.7:.0f}" ry="{size * 0.4:.0f}" fill="none" '
        f'stroke="{colours.accent}" stroke-width="9" transform="rotate({tilt} 200 205)"/>'
        f'<circle cx="{rng.randint(50, 350)}" cy="70" r="18" fill="{colours.accent}"/>'
    )
