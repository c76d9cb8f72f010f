#!/usr/bin/env python3
"""Draws what a terminal shows as SVG.

usage: dotterel read FILE --width 96 --color always | docs/picture.py TITLE FIRST LAST > docs/read.svg

Draws the lines FIRST to LAST of the input, counted from 1. Knows the escape sequences that Dotterel writes.
"""
import re, sys
from html import escape

COLUMN, LINE, EDGE = 8.43, 19, 18
INK, PAPER, DIM = "#d8dee9", "#1f2430", "#8a93a5"
COLORS = {"31": "#ff6b6b", "32": "#8bd649", "33": "#ffd166", "35": "#d6a2ff", "36": "#6bdcff"}

def runs(line, look):
    """Parts of a line with their look; `look` is that of the line before and goes on."""
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        code = re.fullmatch(r"\x1b\[([0-9;]*)m", part)
        if not code:
            if part:
                yield part, dict(look)
            continue
        for number in code[1].split(";"):
            if number in ("", "0"): look.clear()
            elif number == "1": look["font-weight"] = "bold"
            elif number == "2": look["fill"] = DIM
            elif number == "4": look["text-decoration"] = "underline"
            elif number in COLORS: look["fill"] = COLORS[number]

def main():
    title, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    lines = sys.stdin.read().splitlines()[first - 1:last]
    plain = [re.sub(r"\x1b\[[0-9;]*m", "", l) for l in lines]
    width = max(map(len, plain + [title])) * COLUMN + 2 * EDGE
    height = (len(lines) + 2) * LINE + 2 * EDGE
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" role="img" aria-label="{escape(title)}">')
    print(f'<rect width="100%" height="100%" rx="8" fill="{PAPER}"/>')
    print('<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14" xml:space="preserve">')
    print(f'<text x="{EDGE}" y="{EDGE + LINE * 0.7:.1f}" fill="{DIM}">$ {escape(title)}</text>')
    look_now = {}
    for number, line in enumerate(lines):
        at, y = 0, EDGE + LINE * (number + 2.7)
        for part, look in runs(line, look_now):
            # Spaces at a run's edges are left out, so that the given length fits the letters.
            words = part.strip(" ")
            if words:
                x = EDGE + (at + len(part) - len(part.lstrip(" "))) * COLUMN
                style = "".join(f' {k}="{v}"' for k, v in ({"fill": INK} | look).items())
                print(f'<text x="{x:.1f}" y="{y:.1f}" textLength="{len(words) * COLUMN:.1f}"{style}>{escape(words)}</text>')
            at += len(part)
    print("</g></svg>")

main()
