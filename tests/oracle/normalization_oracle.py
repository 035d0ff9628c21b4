# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a run is normalised by NumPy's mean and deviation of its training images, and a picture
becomes what Pillow and they make of it: normalization_oracle.py RUN DATA PICTURE TENSOR.npy."""
import json
import os
import sys

import numpy
from PIL import Image

run, data, picture, tensor = sys.argv[1:]
with open(os.path.join(run, "run.json"), encoding="utf-8") as file:
    info = json.load(file)
spec = info["preprocess"]
mode = "L" if spec["channels"] == 1 else "RGB"


def values(image):
    return numpy.asarray(image.convert(mode), dtype=numpy.float64).reshape(-1, len(mode)) / 255


def opened(path):
    return Image.open(path).convert("RGB")


pixels = numpy.concatenate(
    [values(opened(os.path.join(data, path))) for path, _ in info["split"]["train"]])
mean, deviation = pixels.mean(0), pixels.std(0)
assert spec["normalize"] is True
for name, wanted in (("mean", mean), ("std", deviation)):
    found = numpy.array(spec[name][:len(mode)])
    assert numpy.allclose(found, wanted, rtol=0, atol=1e-6), (name, found, wanted)

height, width = spec["height"], spec["width"]
seen = (values(opened(picture).resize((width, height), Image.BILINEAR)) - mean) / deviation
wanted = seen.reshape(height, width, len(mode)).transpose(2, 0, 1)
found = numpy.load(tensor)
assert found.shape == wanted.shape, found.shape
assert numpy.allclose(found, wanted, rtol=0, atol=2e-5), numpy.abs(found - wanted).max()
