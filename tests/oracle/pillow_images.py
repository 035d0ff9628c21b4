# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pillow as the reference for minarai::image.

pillow_images.py decode IN OUT    each file of IN as a binary PPM in OUT, upright, RGB
pillow_images.py resize OUT N     N random resizes as one file of cases (see writeCase)
pillow_images.py photos OUT       large JPEGs, and each as Pillow resizes it
pillow_images.py make OUT         images of every kind for the tests that need no shared data
"""
import os
import random
import struct
import sys
import warnings

from PIL import Image, ImageOps

warnings.simplefilter("ignore")
FILTERS = [Image.Resampling.NEAREST, Image.Resampling.BILINEAR, Image.Resampling.BICUBIC,
           Image.Resampling.LANCZOS, Image.Resampling.BOX]


def decode(source, target):
    for name in sorted(os.listdir(source)):
        try:
            with Image.open(os.path.join(source, name)) as image:
                image.load()
                # A TIFF is upright once it is loaded; exif_transpose would turn it again.
                upright = image if image.format == "TIFF" else ImageOps.exif_transpose(image)
                wide = image.format == "TIFF" and image.tag_v2.get(258) == (32,)
                if upright.mode in ("I", "I;16", "I;16B") and not wide:
                    # Plain conversion makes 16-bit greys white: keep the high byte instead.
                    upright = upright.convert("I").point(lambda v: v * (1 / 256)).convert("L")
                upright.convert("RGB").save(os.path.join(target, name + ".ppm"), "PPM")
        except Exception as error:  # the test decides what a missing output means
            print(name, type(error).__name__, file=sys.stderr)


def noise(rng, width, height):
    return Image.frombytes("RGB", (width, height), rng.randbytes(width * height * 3))


def resize(target, count):
    rng = random.Random(7)
    with open(target, "wb") as out:
        for index in range(count):
            kind = FILTERS[index % len(FILTERS)]
            edge = rng.choice([4, 40, 130])
            image = noise(rng, rng.randint(1, edge), rng.randint(1, edge))
            width, height = rng.randint(1, 90), rng.randint(1, 90)
            if rng.random() < 0.1:
                width = image.width
            if rng.random() < 0.1:
                height = image.height
            box = (0.0, 0.0, float(image.width), float(image.height))
            if rng.random() < 0.6:
                left, right = sorted((rng.uniform(0, image.width), rng.uniform(0, image.width)))
                top, bottom = sorted((rng.uniform(0, image.height), rng.uniform(0, image.height)))
                if rng.random() < 0.3:
                    left, top = float(int(left)), float(int(top))
                    right, bottom = float(int(right)) + 1, float(int(bottom)) + 1
                box = (left, top, min(right, image.width), min(bottom, image.height))
            result = image.resize((width, height), kind, box=box)
            out.write(struct.pack("<6i4d", index % len(FILTERS), image.width, image.height, width,
                                  height, 0, *box))
            out.write(image.tobytes())
            out.write(result.tobytes())


def photos(target):
    """Large JPEGs with the spectrum of photos, and each resized to 112 x 112 by Pillow."""
    rng = random.Random(23)
    for index, (width, height) in enumerate([(1600, 1200), (1200, 1600), (2400, 1350), (1000, 900),
                                             (3000, 2000), (950, 1700)]):
        image = Image.new("RGB", (width, height), (128, 128, 128))
        # Noise of every scale, the finer the weaker, and a few hard edges.
        edge, strength = 4, 0.5
        while edge < width / 2:
            layer = noise(rng, edge, edge).resize((width, height), Image.Resampling.BICUBIC)
            image = Image.blend(image, layer, strength)
            edge, strength = edge * 2, max(strength * 0.75, 0.08)
        for _ in range(12):
            left, top = rng.randrange(width), rng.randrange(height)
            box = (left, top, left + rng.randint(20, 400), top + rng.randint(20, 400))
            image.paste(tuple(rng.randrange(256) for _ in range(3)), box)
        name = os.path.join(target, f"photo{index}.jpg")
        image.save(name, quality=rng.randint(75, 95), subsampling=rng.choice([0, 2]),
                   progressive=bool(index % 2))
        with Image.open(name) as exact:
            exact.convert("RGB").resize((112, 112), Image.Resampling.BILINEAR).save(
                os.path.join(target, f"photo{index}.ppm"))


def make(target):
    rng = random.Random(11)

    def save(image, name, **options):
        image.save(os.path.join(target, name), **options)

    smooth = noise(rng, 9, 7).resize((83, 61), Image.Resampling.BICUBIC)
    for subsampling in (0, 1, 2):
        save(smooth, f"ycc_{subsampling}.jpg", quality=90, subsampling=subsampling)
    save(smooth, "progressive.jpg", quality=85, progressive=True)
    save(smooth.convert("L"), "grey.jpg", quality=90)
    save(smooth.convert("CMYK"), "cmyk.jpg", quality=90)
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        save(smooth, f"orientation_{orientation}.jpg", quality=90, exif=exif)
        save(smooth, f"orientation_{orientation}.png", exif=exif)
        save(smooth, f"orientation_{orientation}.webp", lossless=True, exif=exif)
        save(smooth, f"orientation_{orientation}.tif", tiffinfo={0x0112: orientation})
    save(smooth, "plain.bmp")
    save(smooth.quantize(50), "palette.bmp")
    save(smooth.convert("1"), "one_bit.bmp")
    save(smooth.convert("L"), "grey.bmp")
    save(smooth, "plain.ppm")
    save(smooth.convert("L"), "grey.pgm")
    save(smooth.convert("1"), "bits.pbm")
    save(smooth, "lossless.webp", lossless=True)
    save(smooth, "lossy.webp", quality=80)
    alpha = smooth.copy()
    alpha.putalpha(noise(rng, 83, 61).convert("L"))
    save(alpha, "alpha.png")
    save(alpha, "alpha_lossless.webp", lossless=True, exact=True)
    save(alpha, "alpha.tif")
    save(smooth.convert("LA"), "grey_alpha.png")
    save(smooth.quantize(7), "palette.png")
    save(smooth.quantize(200), "palette.gif")
    save(smooth.quantize(30), "interlaced.gif", interlace=1)
    save(smooth.quantize(30), "transparent.gif", transparency=3)
    frames = [smooth.quantize(60), smooth.rotate(90).quantize(60)]
    save(frames[0], "animated.gif", save_all=True, append_images=frames[1:])
    save(smooth, "animated.webp", save_all=True, append_images=[smooth.rotate(90)], lossless=True)
    save(smooth, "lzw.tif", compression="tiff_lzw")
    save(smooth, "deflate.tif", compression="tiff_adobe_deflate")
    save(smooth, "reversible.jp2", irreversible=False)
    save(smooth.convert("L"), "grey.jp2", irreversible=False)
    # Codestreams without a box that says what their components are.
    for kind in ("L", "LA", "RGB", "RGBA"):
        save(alpha.convert(kind), f"bare_{kind}.j2k", irreversible=False, no_jp2=True)
    for bits in (smooth.convert("1"), smooth.quantize(4), smooth.quantize(16)):
        save(bits, f"bits_{bits.mode}_{len(bits.getcolors())}.png")


if __name__ == "__main__":
    command = sys.argv[1]
    if command == "decode":
        decode(sys.argv[2], sys.argv[3])
    elif command == "resize":
        resize(sys.argv[2], int(sys.argv[3]))
    elif command == "photos":
        photos(sys.argv[2])
    else:
        make(sys.argv[2])
