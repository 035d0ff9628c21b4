# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of the rarer kinds, for minarai::image against Pillow.

pillow_formats.py OUT SEED

Pillow reads all of them but writes only some; the others are put together here from their
specifications.
"""
import os
import random
import struct
import sys
import zlib

from PIL import Image

TARGET = sys.argv[1]
RNG = random.Random(int(sys.argv[2]))


def put(name, data):
    with open(os.path.join(TARGET, name), "wb") as out:
        out.write(data)


def save(image, name, **options):
    image.save(os.path.join(TARGET, name), **options)


def noise(width, height, mode="RGB"):
    bands = {"RGB": 3, "L": 1, "RGBA": 4, "CMYK": 4, "LA": 2}[mode]
    return Image.frombytes(mode, (width, height), RNG.randbytes(width * height * bands))


def smooth(width, height):
    return noise(7, 6).resize((width, height), Image.Resampling.BICUBIC)


def words(count):
    return [RNG.randrange(65536) for _ in range(count)]


# --- JPEG ---

def jpegs(tag, width, height):
    image = smooth(width, height)
    for subsampling in (0, 1, 2):
        for progressive in (False, True):
            save(image, f"{tag}_{subsampling}{progressive:d}.jpg", quality=RNG.randrange(30, 97),
                 subsampling=subsampling, progressive=progressive, optimize=True)
    save(image.convert("L"), f"{tag}_grey.jpg", progressive=True)
    cmyk = Image.merge("CMYK", [*image.split(), noise(width, height, "L")])
    save(cmyk, f"{tag}_cmyk.jpg", quality=90)
    with open(os.path.join(TARGET, f"{tag}_cmyk.jpg"), "rb") as file:
        data = bytearray(file.read())
    # The last byte of Adobe's segment: 2 says that the four components are YCCK.
    data[data.index(b"Adobe") + 11] = 2
    put(f"{tag}_ycck.jpg", bytes(data))


# --- PNG ---

def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(
        ">I", zlib.crc32(kind + data) & 0xFFFFFFFF)


def png(width, height, depth, colour, rows, interlaced=False, extra=b""):
    """rows: a function (y, xs) giving the packed bytes of these columns."""
    raw = b""
    passes = [(0, 0, 1, 1)]
    if interlaced:
        passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4),
                  (1, 0, 2, 2), (0, 1, 1, 2)]
    for x0, y0, dx, dy in passes:
        xs = range(x0, width, dx)
        if len(xs) > 0:
            for y in range(y0, height, dy):
                raw += b"\0" + rows(y, xs)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra
            + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b""))


def pngs(tag, width, height):
    for interlaced in (False, True):
        mark = "i" if interlaced else "n"
        for colour, channels in ((0, 1), (2, 3), (4, 2), (6, 4)):
            for depth in (8, 16):
                values = words(width * height * channels)

                def rows(y, xs, depth=depth, channels=channels, values=values):
                    out = b""
                    for x in xs:
                        for c in range(channels):
                            value = values[(y * width + x) * channels + c]
                            out += struct.pack(">H", value) if depth == 16 else bytes([value >> 8])
                    return out

                put(f"{tag}_{mark}_{colour}_{depth}.png",
                    png(width, height, depth, colour, rows, interlaced))
        for depth in (1, 2, 4, 8):
            count = 1 << depth
            indices = [RNG.randrange(count) for _ in range(width * height)]

            def packed(y, xs, depth=depth, indices=indices):
                bits = "".join(format(indices[y * width + x], f"0{depth}b") for x in xs)
                bits += "0" * (-len(bits) % 8)
                return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))

            palette = chunk(b"PLTE", RNG.randbytes(3 * count))
            alpha = chunk(b"tRNS", RNG.randbytes(min(count, 5)))
            put(f"{tag}_{mark}_palette_{depth}.png",
                png(width, height, depth, 3, packed, interlaced, palette + alpha))
            few = chunk(b"PLTE", bytes((7 * i + 3) % 256 for i in range(3 * (count // 2))))
            put(f"{tag}_{mark}_short_palette_{depth}.png",
                png(width, height, depth, 3, packed, interlaced, few))
            put(f"{tag}_{mark}_grey_{depth}.png",
                png(width, height, depth, 0, packed, interlaced))
            clear = chunk(b"tRNS", struct.pack(">H", RNG.randrange(count)))
            put(f"{tag}_{mark}_clear_grey_{depth}.png",
                png(width, height, depth, 0, packed, interlaced, clear))
        colours = RNG.randbytes(width * height * 3)
        clear = chunk(b"tRNS", struct.pack(">3H", *colours[:3]))
        put(f"{tag}_{mark}_clear_rgb.png", png(
            width, height, 8, 2,
            lambda y, xs, colours=colours: b"".join(
                colours[3 * (y * width + x):3 * (y * width + x + 1)] for x in xs),
            interlaced, clear))


# --- BMP ---

def bmp(width, height, bits, pixels, palette=b"", compression=0, masks=b"", top_down=False):
    header = struct.pack("<IiiHHIIiiII", 40, width, -height if top_down else height, 1, bits,
                         compression, len(pixels), 2835, 2835, len(palette) // 4, 0)
    offset = 14 + 40 + len(masks) + len(palette)
    return (b"BM" + struct.pack("<IHHI", offset + len(pixels), 0, 0, offset) + header + masks
            + palette + pixels)


def padded_rows(width_bytes, height):
    return b"".join(RNG.randbytes(width_bytes) + b"\0" * (-width_bytes % 4)
                    for _ in range(height))


def bmps(tag, width, height):
    palette = b"".join(RNG.randbytes(3) + b"\0" for _ in range(256))
    put(f"{tag}_24.bmp", bmp(width, height, 24, padded_rows(width * 3, height)))
    put(f"{tag}_24_top.bmp", bmp(width, height, 24, padded_rows(width * 3, height), top_down=True))
    put(f"{tag}_32.bmp", bmp(width, height, 32, padded_rows(width * 4, height)))
    put(f"{tag}_8.bmp", bmp(width, height, 8, padded_rows(width, height), palette))
    put(f"{tag}_4.bmp", bmp(width, height, 4, padded_rows((width + 1) // 2, height), palette[:64]))
    put(f"{tag}_1.bmp", bmp(width, height, 1, padded_rows((width + 7) // 8, height), palette[:8]))
    put(f"{tag}_555.bmp", bmp(width, height, 16, padded_rows(width * 2, height)))
    put(f"{tag}_565.bmp", bmp(width, height, 16, padded_rows(width * 2, height), compression=3,
                              masks=struct.pack("<III", 0xF800, 0x07E0, 0x001F)))
    bmp_heads(tag, width, height, palette)
    bmp_runs(tag, width, height, palette)
    runs = b""
    for _ in range(height):
        left = width
        while left > 0:
            if left >= 4 and RNG.random() < 0.4:
                count = RNG.randrange(3, min(left, 9) + 1)
                runs += bytes([0, count]) + RNG.randbytes(count) + b"\0" * (count % 2)
            else:
                count = RNG.randrange(1, min(left, 12) + 1)
                runs += bytes([count, RNG.randrange(256)])
            left -= count
        runs += b"\0\0"
    put(f"{tag}_rle8.bmp", bmp(width, height, 8, runs + b"\0\1", palette, compression=1))


def bmp_heads(tag, width, height, palette):
    """Other lengths of the head, and masks of bits."""
    put(f"{tag}_8_top.bmp", bmp(width, height, 8, padded_rows(width, height), palette,
                                top_down=True))
    few = bytes(RNG.randrange(20) for _ in range((width + 3) // 4 * 4 * height))
    put(f"{tag}_8_few.bmp", bmp(width, height, 8, few, palette[:80]))
    put(f"{tag}_555_masks.bmp", bmp(width, height, 16, padded_rows(width * 2, height),
                                    compression=3,
                                    masks=struct.pack("<III", 0x7C00, 0x03E0, 0x001F)))
    put(f"{tag}_565_top.bmp", bmp(width, height, 16, padded_rows(width * 2, height), compression=3,
                                  masks=struct.pack("<III", 0xF800, 0x07E0, 0x001F),
                                  top_down=True))
    for name, masks in (("bgrx", (0xFF0000, 0xFF00, 0xFF)), ("none", (0, 0, 0)),
                        ("xbgr", (0xFF000000, 0xFF0000, 0xFF00))):
        put(f"{tag}_32_{name}.bmp", bmp(width, height, 32, padded_rows(width * 4, height),
                                        compression=3, masks=struct.pack("<III", *masks)))
    for bits in (1, 4, 8, 24):  # OS/2
        colours = b"".join(palette[4 * i:4 * i + 3] for i in range(1 << bits if bits <= 8 else 0))
        pixels = padded_rows((width * bits + 7) // 8, height)
        offset = 26 + len(colours)
        put(f"{tag}_os2_{bits}.bmp",
            b"BM" + struct.pack("<IHHI", offset + len(pixels), 0, 0, offset)
            + struct.pack("<IHHHH", 12, width, height, 1, bits) + colours + pixels)
    for head, bits, compression, masks in (
            (64, 24, 0, ()), (108, 32, 3, (0xFF0000, 0xFF00, 0xFF, 0xFF000000)),
            (108, 32, 3, (0xFF, 0xFF00, 0xFF0000, 0xFF000000)), (124, 24, 0, ()),
            (124, 32, 3, (0xFF000000, 0xFF0000, 0xFF00, 0xFF)),
            (124, 16, 3, (0xF800, 0x07E0, 0x001F, 0))):
        pixels = padded_rows(width * bits // 8, height)
        fields = struct.pack("<IiiHHIIiiII", head, width, height, 1, bits, compression,
                             len(pixels), 2835, 2835, 0, 0) + struct.pack(f"<{len(masks)}I", *masks)
        fields += b"\0" * (head - len(fields))
        offset = 14 + head
        put(f"{tag}_head{head}_{bits}_{masks[0] if masks else 0:x}.bmp",
            b"BM" + struct.pack("<IHHI", offset + len(pixels), 0, 0, offset) + fields + pixels)


def bmp_runs(tag, width, height, palette):
    """Runs of four bits; and of eight with rows that end early or late. Steps are left out: Pillow
    9.4 misreads them."""
    runs = b""
    for _ in range(height):
        left = width
        while left > 0:
            if left >= 4 and RNG.random() < 0.4:
                count = RNG.randrange(4, min(left, 12) + 1) // 2 * 2
                runs += bytes([0, count]) + RNG.randbytes(count // 2)
                runs += b"\0" * (count // 2 % 2)
            else:
                count = RNG.randrange(1, min(left, 12) + 1)
                runs += bytes([count, RNG.randrange(256)])
            left -= count
        runs += b"\0\0"
    put(f"{tag}_rle4.bmp", bmp(width, height, 4, runs + b"\0\1", palette[:64], compression=2))
    runs = b""
    for _ in range(height):
        if RNG.random() < 0.6 and width > 3:  # ends early
            runs += bytes([RNG.randrange(1, width), RNG.randrange(256), 0, 0])
        else:  # too long
            runs += bytes([width + 3, RNG.randrange(256), 0, 0])
    put(f"{tag}_rle8_uneven.bmp", bmp(width, height, 8, runs + b"\0\1", palette, compression=1))


# --- TIFF ---

def tiff(order, tags, strips, offsets_tag, counts_tag):
    """Uncompressed data in strips or tiles; `tags`: number -> (type, values)."""
    tags = dict(tags)
    sizes = {3: "H", 4: "I"}
    data_at = 8
    offsets = []
    body = b""
    for strip in strips:
        offsets.append(data_at + len(body))
        body += strip + b"\0" * (len(strip) % 2)
    tags[offsets_tag] = (4, offsets)
    tags[counts_tag] = (4, [len(strip) for strip in strips])
    directory_at = data_at + len(body)
    extra_at = directory_at + 2 + 12 * len(tags) + 4
    entries, extra = b"", b""
    for number in sorted(tags):
        kind, values = tags[number]
        packed = struct.pack(order + str(len(values)) + sizes[kind], *values)
        if len(packed) > 4:
            where = struct.pack(order + "I", extra_at + len(extra))
            extra += packed + b"\0" * (len(packed) % 2)
        else:
            where = packed + b"\0" * (4 - len(packed))
        entries += struct.pack(order + "HHI", number, kind, len(values)) + where
    magic = b"II*\0" if order == "<" else b"MM\0*"
    return (magic + struct.pack(order + "I", directory_at) + body
            + struct.pack(order + "H", len(tags)) + entries + b"\0\0\0\0" + extra)


def tiff_tags(width, height, bits, photometric, samples, planar=1):
    return {256: (4, [width]), 257: (4, [height]), 258: (3, [bits] * samples), 259: (3, [1]),
            262: (3, [photometric]), 277: (3, [samples]), 284: (3, [planar])}


def tiffs(tag, width, height):
    image = smooth(width, height)
    for compression in ("raw", "packbits", "tiff_lzw", "tiff_deflate", "tiff_adobe_deflate"):
        save(image, f"{tag}_{compression}.tif", compression=compression)
    save(image, f"{tag}_predictor.tif", compression="tiff_lzw", tiffinfo={317: 2})
    save(image.convert("L"), f"{tag}_grey.tif", compression="tiff_lzw")
    save(image.quantize(40), f"{tag}_palette.tif", compression="tiff_lzw")
    save(noise(width, height, "CMYK"), f"{tag}_cmyk.tif", compression="tiff_lzw")
    save(image.convert("1"), f"{tag}_bits.tif", compression="group4")
    save(image.convert("1"), f"{tag}_bits_g3.tif", compression="group3")
    for order, mark in (("<", "le"), (">", "be")):
        rgb = RNG.randbytes(width * height * 3)
        rows = [rgb[y * width * 3:(y + 1) * width * 3] for y in range(height)]
        strips = tiff_tags(width, height, 8, 2, 3) | {278: (4, [1])}
        put(f"{tag}_strips_{mark}.tif", tiff(order, strips, rows, 273, 279))
        grey = words(width * height)
        one = tiff_tags(width, height, 16, 1, 1) | {278: (4, [height])}
        put(f"{tag}_grey16_{mark}.tif",
            tiff(order, one, [struct.pack(f"{order}{len(grey)}H", *grey)], 273, 279))
        white = tiff_tags(width, height, 8, 0, 1) | {278: (4, [height])}
        put(f"{tag}_white0_{mark}.tif", tiff(order, white, [RNG.randbytes(width * height)], 273,
                                             279))
        tile = 16
        across, down = -(-width // tile), -(-height // tile)
        tiled = tiff_tags(width, height, 8, 2, 3) | {322: (3, [tile]), 323: (3, [tile])}
        put(f"{tag}_tiles_{mark}.tif",
            tiff(order, tiled, [RNG.randbytes(tile * tile * 3) for _ in range(across * down)],
                 324, 325))
        planes = tiff_tags(width, height, 8, 2, 3, planar=2) | {278: (4, [height])}
        put(f"{tag}_planes_{mark}.tif",
            tiff(order, planes, [RNG.randbytes(width * height) for _ in range(3)], 273, 279))


def tiff_kinds(tag, width, height):
    """Depths, signs, planes, palettes and alphas, in strips and tiles, plain and packed."""
    def cut(size, per):
        return [min(per, size - at) for at in range(0, size, per)]

    def one(name, order, bits, photometric, samples, extra=(), planar=1, more=None, tile=0,
            packed=False, data=RNG.randbytes):
        row = (tile or width) * bits * (1 if planar == 2 else samples)
        tags = tiff_tags(width, height, bits, photometric, samples, planar) | (more or {})
        if extra:
            tags[338] = (3, list(extra))
        rows = RNG.randint(1, height)
        if tile:
            tags |= {322: (3, [tile]), 323: (3, [tile])}
            heights = [tile] * (-(-height // tile) * -(-width // tile))
        else:
            tags |= {278: (4, [rows])}
            heights = cut(height, rows)
        strips = [data((row + 7) // 8 * high)
                  for _ in range(samples if planar == 2 else 1) for high in heights]
        if packed:
            tags[259] = (3, [8])
            strips = [zlib.compress(strip) for strip in strips]
        mark = "le" if order == "<" else "be"
        put(f"{tag}_{name}_{mark}.tif",
            tiff(order, tags, strips, 324 if tile else 273, 325 if tile else 279))

    def floats(count, order):
        values = [RNG.choice((RNG.uniform(-20, 300), RNG.randrange(256))) for _ in
                  range(count // 4)]
        return struct.pack(f"{order}{count // 4}f", *values)

    def whole(count, order):
        return struct.pack(f"{order}{count // 4}i",
                           *(RNG.randrange(-100, 400) for _ in range(count // 4)))

    for order in ("<", ">"):
        for bits in (1, 2, 4, 8):
            for photometric in (0, 1):
                one(f"grey{bits}_{photometric}", order, bits, photometric, 1)
                if (bits, photometric) != (8, 0):  # unknown to Pillow
                    one(f"grey{bits}_{photometric}_order2", order, bits, photometric, 1,
                        more={266: (3, [2])})
            colours = {320: (3, words(3 << bits))}
            one(f"palette{bits}", order, bits, 3, 1, more=colours)
            one(f"palette{bits}_packed", order, bits, 3, 1, more=colours, packed=True)
        one("grey_tiles", order, 8, 1, 1, tile=16, packed=True)
        one("grey16_tiles", order, 16, 1, 1, tile=32, packed=True)
        one("grey16_signed", order, 16, 1, 1, more={339: (3, [2])})
        one("grey32", order, 32, 1, 1, more={339: (3, [2])},
            data=lambda count, order=order: whole(count, order))
        one("grey_float", order, 32, 1, 1, more={339: (3, [3])},
            data=lambda count, order=order: floats(count, order))
        one("grey_alpha", order, 8, 1, 2, (2,))
        one("palette_alpha", order, 8, 3, 2, (2,), more={320: (3, words(768))})
        for extra in (0, 1, 2):
            one(f"rgba_{extra}", order, 8, 2, 4, (extra,))
            one(f"rgba16_{extra}", order, 16, 2, 4, (extra,))
            one(f"rgba_{extra}_tiles", order, 8, 2, 4, (extra,), tile=16, packed=True)
        one("rgba_associated_planes", order, 8, 2, 4, (1,), planar=2, packed=True)
        one("rgb_planes", order, 8, 2, 3, planar=2, packed=True)
        one("rgb_planes_tiles", order, 8, 2, 3, planar=2, tile=16, packed=True)
        one("rgb16", order, 16, 2, 3)
        one("rgb16_packed", order, 16, 2, 3, packed=True)
        one("cmyk_extra", order, 8, 5, 5, (0,))
        one("cmyk_tiles", order, 8, 5, 4, tile=16)
    one("cmyk16", "<", 16, 5, 4)
    image = smooth(width, height)
    save(image, f"{tag}_jpeg.tif", compression="jpeg", quality=80)
    save(image.convert("L"), f"{tag}_jpeg_grey.tif", compression="jpeg", quality=80)
    deep = Image.frombytes("I;16", (width, height), RNG.randbytes(2 * width * height))
    for compression in ("tiff_lzw", "tiff_adobe_deflate"):
        save(deep, f"{tag}_deep_{compression}.tif", compression=compression, tiffinfo={317: 2})
    exact = Image.frombytes("F", (width, height), floats(4 * width * height, "<"))
    save(exact, f"{tag}_float_predictor.tif", compression="tiff_lzw", tiffinfo={317: 3})


# --- GIF, PNM, WebP ---

def gifs(tag, width, height):
    image = smooth(width, height)
    for colours in (2, 5, 256):
        for interlace in (0, 1):
            name = f"{tag}_{colours}_{interlace}.gif"
            save(image.quantize(colours), name, interlace=interlace,
                 **({"transparency": 1} if colours == 5 else {}))
    with open(os.path.join(TARGET, f"{tag}_256_0.gif"), "rb") as file:
        data = file.read()
    # The palette of the file becomes that of its first picture.
    table = 3 * (2 << (data[10] & 7))
    flags, at = data[10], 13 + table
    while data[at] == 0x21:
        at += 2
        while data[at] != 0:
            at += data[at] + 1
        at += 1
    local = (data[:10] + bytes([flags & 0x70]) + data[11:13] + data[13 + table:at + 9]
             + bytes([data[at + 9] & 0x40 | 0x80 | flags & 7]) + data[13:13 + table]
             + data[at + 10:])
    put(f"{tag}_local.gif", local)
    for name, options in (("plain", {}), ("clear", {"transparency": 3}), ("lace", {"interlace": 1})):
        save(image.quantize(30), f"{tag}_{name}_offset.gif", **options)
        with open(os.path.join(TARGET, f"{tag}_{name}_offset.gif"), "rb") as file:
            small = bytearray(file.read())
        at = 13 + 3 * (2 << (small[10] & 7))
        while small[at] == 0x21:
            at += 2
            while small[at] != 0:
                at += small[at] + 1
            at += 1
        struct.pack_into("<HH", small, at + 1, 5, 3)
        struct.pack_into("<HH", small, 6, width + 9, height + 4)
        put(f"{tag}_{name}_offset.gif", bytes(small))


def pnms(tag, width, height):
    size = f"{width} {height}\n".encode()
    count = width * height
    bits = [RNG.randrange(2) for _ in range(count)]
    put(f"{tag}_1.pbm", b"P1\n# drawn\n" + size + " ".join(map(str, bits)).encode())
    put(f"{tag}_2.pgm",
        b"P2\n" + size + b"255\n" + " ".join(str(RNG.randrange(256)) for _ in range(count)).encode())
    put(f"{tag}_3.ppm", b"P3 " + size + b"255\n"
        + "\n".join(str(RNG.randrange(256)) for _ in range(3 * count)).encode() + b"\n")
    put(f"{tag}_4.pbm", b"P4\n" + size + RNG.randbytes((width + 7) // 8 * height))
    put(f"{tag}_5.pgm", b"P5\n#a\n" + size + b"255\n" + RNG.randbytes(count))
    put(f"{tag}_5_16.pgm", b"P5\n" + size + b"65535\n" + RNG.randbytes(2 * count))
    put(f"{tag}_6.ppm", b"P6\n" + size + b"255\n" + RNG.randbytes(3 * count))
    put(f"{tag}_6_16.ppm", b"P6\n" + size + b"65535\n" + RNG.randbytes(6 * count))
    put(f"{tag}_5_max.pgm",
        b"P5\n" + size + b"100\n" + bytes(RNG.randrange(101) for _ in range(count)))
    def plain(most, samples):
        return " ".join(str(RNG.randrange(most + 1)) for _ in range(samples)).encode()

    def raw(most, samples):
        return b"".join(RNG.randrange(most + 1).to_bytes(1 if most < 256 else 2, "big")
                        for _ in range(samples))

    for most in (1, 37, 300, 1000, 65534):
        head = size + f"{most}\n".encode()
        put(f"{tag}_2_{most}.pgm", b"P2\n" + head + plain(most, count))
        put(f"{tag}_3_{most}.ppm", b"P3\n" + head + plain(most, 3 * count))
        put(f"{tag}_5_{most}.pgm", b"P5\n" + head + raw(most, count))
        put(f"{tag}_6_{most}.ppm", b"P6\n" + head + raw(most, 3 * count))
    put(f"{tag}_2_16.pgm",
        b"P2\n" + size + b"65535\n" + " ".join(map(str, words(count))).encode())


def webps(tag, width, height):
    image = smooth(width, height)
    alpha = image.copy()
    alpha.putalpha(noise(width, height, "L"))
    save(image, f"{tag}_lossy.webp", quality=RNG.randrange(20, 95))
    save(image, f"{tag}_lossless.webp", lossless=True)
    save(alpha, f"{tag}_alpha_lossy.webp", quality=80, exact=True)
    save(alpha, f"{tag}_alpha.webp", lossless=True, exact=True)


for kind in (jpegs, pngs, bmps, tiffs, tiff_kinds, gifs, pnms, webps):
    for number in range(3):
        kind(f"{kind.__name__}{number}", RNG.randint(1, 47) if number else 33,
             RNG.randint(1, 40) if number else 29)
