# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The other side of resize_bench: Pillow's resize on one core.

pillow_resize.py, one case a line on stdin: FILTER WIDTH HEIGHT NEW_WIDTH NEW_HEIGHT REPEATS

Prints the milliseconds of the fastest of the repeats, one line a case.
"""
import random
import sys
import time

from PIL import Image


def main():
    rng = random.Random(5)
    for line in sys.stdin:
        name, *numbers = line.split()
        width, height, new_width, new_height, repeats = map(int, numbers)
        image = Image.frombytes("RGB", (width, height), rng.randbytes(width * height * 3))
        kind = Image.Resampling[name.upper()]
        best = float("inf")
        for _ in range(repeats):
            begin = time.perf_counter()
            image.resize((new_width, new_height), kind)
            best = min(best, time.perf_counter() - begin)
        print(best * 1000, flush=True)


if __name__ == "__main__":
    main()
