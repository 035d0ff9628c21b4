# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What NumPy and Pillow say about folders of pictures.

dataset_oracle.py statistics FOLDER     prints mean and std of each channel, one number a line
dataset_oracle.py copies FOLDER OUT BASE COPIES
    links BASE pictures into OUT/set/CLASS, writes COPIES near-duplicates beside them, and lists
    "copy<tab>source" in OUT/pairs.tsv
dataset_oracle.py odd FOLDER OUT        the pictures and one each that is tiny, dark, bright, blurred
"""
import pathlib
import random
import sys

import numpy as np
from PIL import Image, ImageFilter


def files(folder):
    endings = {".png", ".jpg", ".jpeg", ".ppm"}
    return sorted(path for path in pathlib.Path(folder).rglob("*")
                  if path.is_file() and path.suffix.lower() in endings)


def statistics(folder):
    pixels = np.concatenate([np.asarray(Image.open(path).convert("RGB")).reshape(-1, 3)
                             for path in files(folder)]).astype(np.float64) / 255
    for value in list(pixels.mean(axis=0)) + list(pixels.std(axis=0)):
        print(repr(float(value)))


def copy_of(picture, kind, rng):
    width, height = picture.size
    if kind in ("crop", "all"):
        small = min(width, height) < 64
        cut = [rng.randint(0, 1) if small else rng.uniform(0, 0.05) * edge
               for edge in (width, height, width, height)]
        picture = picture.crop((round(cut[0]), round(cut[1]), width - round(cut[2]),
                                height - round(cut[3])))
    if kind in ("resize", "all"):
        scale = rng.uniform(0.5, 0.95) if min(width, height) >= 64 else rng.uniform(0.75, 1.4)
        size = [max(1, round(edge * scale)) for edge in picture.size]
        picture = picture.resize(size, rng.choice([Image.BILINEAR, Image.BICUBIC, Image.LANCZOS]))
    quality = {"recompress": rng.randint(40, 85), "all": rng.randint(55, 90)}.get(kind, 92)
    return picture, quality


def copies(folder, out, base, count):
    rng = random.Random(7)
    chosen = rng.sample(files(folder), base)
    out = pathlib.Path(out)
    placed = []
    for i, path in enumerate(chosen):
        to = out / "set" / path.parent.name / f"{i:05}{path.suffix}"
        to.parent.mkdir(parents=True, exist_ok=True)
        to.symlink_to(path.resolve())
        placed.append(to)
    pairs = []
    for i, source in enumerate(rng.sample(placed, count)):
        kind = ("resize", "recompress", "crop", "all")[i % 4]
        picture, quality = copy_of(Image.open(source).convert("RGB"), kind, rng)
        to = source.parent / f"copy_{i:05}_{kind}.jpg"
        picture.save(to, quality=quality)
        pairs.append(f"{to.relative_to(out / 'set')}\t{source.relative_to(out / 'set')}\n")
    (out / "pairs.tsv").write_text("".join(pairs))


def odd(folder, out):
    out = pathlib.Path(out)
    chosen = files(folder)
    for i, path in enumerate(chosen):
        to = out / path.parent.name / f"{i:05}{path.suffix}"
        to.parent.mkdir(parents=True, exist_ok=True)
        to.symlink_to(path.resolve())
    picture = Image.open(chosen[len(chosen) // 2]).convert("RGB")
    place = out / chosen[0].parent.name
    picture.resize((24, 16)).save(place / "odd_tiny.png")
    picture.point(lambda value: value // 40).save(place / "odd_dark.png")
    picture.point(lambda value: 255 - (255 - value) // 40).save(place / "odd_bright.png")
    picture.filter(ImageFilter.GaussianBlur(8)).save(place / "odd_blurred.png")


if __name__ == "__main__":
    task, arguments = sys.argv[1], sys.argv[2:]
    if task == "statistics":
        statistics(*arguments)
    elif task == "copies":
        copies(arguments[0], arguments[1], int(arguments[2]), int(arguments[3]))
    else:
        odd(*arguments)
