# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether pictures are what torchvision's perspective makes of an image, by nearest pixels.

cli_perspective.py IMAGE [RESULT.png ENDPOINTS]...    exit code 1 where a pixel is another
"""
import json
import sys

import numpy
from PIL import Image
from torchvision.transforms import InterpolationMode
from torchvision.transforms import functional as F

picture = Image.open(sys.argv[1]).convert("RGB")
right, bottom = picture.width - 1, picture.height - 1
start = [[0, 0], [right, 0], [right, bottom], [0, bottom]]
other = 0
for result, endpoints in zip(sys.argv[2::2], sys.argv[3::2]):
    expected = F.perspective(picture, start, json.loads(endpoints), InterpolationMode.NEAREST)
    found = numpy.asarray(Image.open(result).convert("RGB"))
    count = int((numpy.asarray(expected) != found).any(axis=2).sum())
    if count:
        print(endpoints, count, "pixels differ", file=sys.stderr)
    other += count
sys.exit(1 if other else 0)
