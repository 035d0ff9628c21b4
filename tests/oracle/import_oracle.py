# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Official files as NumPy writes them, and whether an import of them holds the same pictures.

import_oracle.py make FORMAT FOLDER [packed]    writes the files; packed: gzip or .tar.gz
import_oracle.py check FORMAT FOLDER IMPORTED   exit code 1 unless every picture is there, exactly
"""
import gzip
import io
import pathlib
import struct
import sys
import tarfile

import numpy as np
from PIL import Image

COUNTS = {"train": 230, "test": 70}
CLASSES = {"mnist": 10, "fashion_mnist": 10, "cifar10": 10, "cifar100": 100}
FASHION = ["T-shirt_top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker",
           "Bag", "Ankle boot"]


def pictures(kind, part):
    rng = np.random.default_rng([CLASSES[kind], len(kind), COUNTS[part]])
    count = COUNTS[part]
    labels = rng.integers(0, CLASSES[kind], count).astype(np.uint8)
    shape = (count, 28, 28) if "mnist" in kind else (count, 3, 32, 32)
    return rng.integers(0, 256, shape).astype(np.uint8), labels


def names(kind):
    if kind == "mnist":
        return [str(i) for i in range(10)]
    if kind == "fashion_mnist":
        return FASHION
    return [f"class {i:02}" for i in range(CLASSES[kind])]


def files(kind):
    """(name, bytes) of every official file."""
    if "mnist" in kind:
        for part, prefix in (("train", "train"), ("test", "t10k")):
            images, labels = pictures(kind, part)
            yield f"{prefix}-images-idx3-ubyte", struct.pack(
                ">IIII", 0x803, len(images), 28, 28) + images.tobytes()
            yield f"{prefix}-labels-idx1-ubyte", struct.pack(
                ">II", 0x801, len(labels)) + labels.tobytes()
        return
    for part in ("train", "test"):
        images, labels = pictures(kind, part)
        columns = [labels[:, None], images.reshape(len(images), -1)]
        if kind == "cifar100":
            columns.insert(0, (labels // 5)[:, None])
        records = np.concatenate(columns, axis=1).astype(np.uint8)
        if kind == "cifar100":
            yield f"{part}.bin", records.tobytes()
        elif part == "test":
            yield "test_batch.bin", records.tobytes()
        else:
            for i, batch in enumerate(np.array_split(records, 5)):
                yield f"data_batch_{i + 1}.bin", batch.tobytes()
    listed = "\n".join(names(kind)) + "\n\n"
    yield ("batches.meta.txt" if kind == "cifar10" else "fine_label_names.txt"), listed.encode()


def make(kind, folder, packed):
    folder.mkdir(parents=True, exist_ok=True)
    if packed and "cifar" in kind:
        inner = "cifar-10-batches-bin" if kind == "cifar10" else "cifar-100-binary"
        name = "cifar-10-binary.tar.gz" if kind == "cifar10" else "cifar-100-binary.tar.gz"
        with tarfile.open(folder / name, "w:gz") as archive:
            directory = tarfile.TarInfo(inner)
            directory.type = tarfile.DIRTYPE
            archive.addfile(directory)
            for file, data in files(kind):
                entry = tarfile.TarInfo(f"{inner}/{file}")
                entry.size = len(data)
                archive.addfile(entry, io.BytesIO(data))
        return
    for file, data in files(kind):
        if packed:
            with gzip.open(folder / (file + ".gz"), "wb") as out:
                out.write(data)
        else:
            (folder / file).write_bytes(data)


def check(kind, imported):
    wanted = 0
    for part in ("train", "test"):
        images, labels = pictures(kind, part)
        for i, (pixels, label) in enumerate(zip(images, labels)):
            path = imported / part / names(kind)[label] / f"{i + 1:05}.png"
            with Image.open(path) as picture:
                found = np.array(picture)
            expected = pixels if pixels.ndim == 2 else pixels.transpose(1, 2, 0)
            if found.shape != expected.shape or not np.array_equal(found, expected):
                sys.exit(f"{path} differs")
            wanted += 1
    there = sum(1 for path in imported.rglob("*") if path.is_file())
    if there != wanted:
        sys.exit(f"{there} files instead of {wanted}")


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2], pathlib.Path(sys.argv[3]), len(sys.argv) > 4)
    else:
        check(sys.argv[2], pathlib.Path(sys.argv[4]))
