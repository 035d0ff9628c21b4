# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The warps, single-value transforms and policies for augment_oracle.py.

What albumentations adds (ShiftScaleRotate, CoarseDropout) is made of NumPy's padding and
torchvision's affine, and drawn as albumentations 1.3 draws.
"""
import random

import numpy as np
import torch
from PIL import Image
from torchvision import transforms as T
from torchvision.transforms import autoaugment as A
from torchvision.transforms import functional as F

MODES = {m.value: m for m in T.InterpolationMode}
COLOURS = [0, 77, (9, 8, 250)]


def listed(fill):
    return list(fill) if isinstance(fill, tuple) else fill


def shifted(image, angle, translate, scale, mode, border, fill):
    """torchvision's affine on a picture padded far enough."""
    if border == "constant":
        return F.affine(image, angle, translate, scale, [0.0, 0.0], MODES[mode], fill=fill)
    pad = 2 * max(image.size) + 30
    how = {"reflect_101": "reflect", "reflect": "symmetric", "replicate": "edge",
           "wrap": "wrap"}[border]
    padded = np.pad(np.asarray(image), ((pad, pad), (pad, pad), (0, 0)), mode=how)
    warped = F.affine(Image.fromarray(padded), angle, translate, scale, [0.0, 0.0], MODES[mode])
    return warped.crop((pad, pad, pad + image.width, pad + image.height))


def warps(case, image, source):
    width, height = image.size
    for mode in ["nearest", "bilinear", "bicubic"]:
        for n in range(6):
            angle = random.choice([0, 90, 30, random.uniform(-180, 180)])
            translate = [random.randint(-20, 20), random.randint(-20, 20)]
            scale = random.choice([1, 0.5, random.uniform(0.3, 2)])
            shear = random.choice([[0.0, 0.0], [random.uniform(-40, 40), random.uniform(-40, 40)]])
            fill = COLOURS[n % 3]
            center = None if n % 2 else [random.randint(0, width), random.randint(0, height)]
            case("RandomAffine", image,
                 {"angle": angle, "translate": translate, "scale": scale, "shear": shear,
                  "interpolation": mode, "fill": listed(fill), "center": center},
                 F.affine(image, angle, translate, scale, shear, MODES[mode], fill, center),
                 source=source)
        if min(width, height) > 10:
            for n in range(4):
                start, end = T.RandomPerspective.get_params(width, height, 0.6)
                fill = COLOURS[n % 3]
                case("RandomPerspective", image,
                     {"startpoints": start, "endpoints": end, "interpolation": mode,
                      "fill": listed(fill)},
                     F.perspective(image, start, end, MODES[mode], fill),
                     source=source)
        for border in ["constant", "reflect_101", "reflect", "replicate", "wrap"]:
            if min(width, height) == 1 and border == "reflect_101":
                continue
            angle, scale = random.uniform(-60, 60), random.uniform(0.6, 1.5)
            translate = [random.uniform(-9, 9), random.uniform(-9, 9)]
            case("ShiftScaleRotate", image,
                 {"angle": angle, "translate": translate, "scale": scale, "interpolation": mode,
                  "border_mode": border, "value": [9, 8, 250]},
                 shifted(image, angle, translate, scale, mode, border, (9, 8, 250)),
                 source=source, tolerance=0 if border == "constant" or mode == "nearest" else 1,
                 # Pillow's fixed point rounds elsewhere on the padded picture.
                 outliers=0 if border == "constant" else 0.01 if mode == "nearest" else 0.001)


def levels(case, image, source):
    case("RandomInvert", image, {}, F.invert(image), source=source)
    case("RandomAutocontrast", image, {}, F.autocontrast(image), source=source)
    case("RandomEqualize", image, {}, F.equalize(image), source=source)
    for bits in range(9):
        case("RandomPosterize", image, {"bits": bits}, F.posterize(image, bits), source=source)
    for threshold in [0, 1, 100.5, 128, 192, 255, 256]:
        case("RandomSolarize", image, {"threshold": threshold}, F.solarize(image, threshold),
             source=source)
    for factor in [0.0, 0.5, 1.0, 1.7, 2.0, 9.0]:
        case("RandomAdjustSharpness", image, {"sharpness_factor": factor},
             F.adjust_sharpness(image, factor), source=source)
    boxes = []
    array = np.array(image)
    for _ in range(5):
        left, top = random.randint(0, image.width), random.randint(0, image.height)
        box = [left, top, left + random.randint(0, 9), top + random.randint(0, 9)]
        boxes.append(box)
        array[box[1]:box[3], box[0]:box[2]] = (4, 5, 6)
    case("CoarseDropout", image, {"holes": boxes, "fill_value": [4, 5, 6]},
         Image.fromarray(array), source=source)
    h, w = random.randint(1, image.height), random.randint(1, image.width)
    i, j = random.randint(0, image.height - h), random.randint(0, image.width - w)
    for v in [[0.0], [0.5], [0.25, 1.0, 0.125]]:
        erased = F.erase(F.to_tensor(image), i, j, h, w, torch.tensor(v)[:, None, None])
        case("RandomErasing", image, {"i": i, "j": j, "h": h, "w": w, "v": v},
             F.to_pil_image(erased), source=source)


class Recorder:
    """Writes down the operations that torchvision's policies apply."""

    def __init__(self, act):
        self.ops = []
        self.act = act

    def __enter__(self):
        self.original = A._apply_op
        A._apply_op = self.record
        return self

    def __exit__(self, *_):
        A._apply_op = self.original

    def record(self, image, name, magnitude, **options):
        self.ops.append([name, magnitude])
        return self.original(image, name, magnitude, **options) if self.act else image


def policies(case, image, source):
    for n in range(40):
        mode = ["nearest", "bilinear", "bicubic"][n % 3]
        fill = [None, 77, (9, 8, 250)][n % 3]
        policy = [T.AutoAugment(A.AutoAugmentPolicy.IMAGENET, MODES[mode], fill),
                  T.AutoAugment(A.AutoAugmentPolicy.CIFAR10, MODES[mode], fill),
                  T.AutoAugment(A.AutoAugmentPolicy.SVHN, MODES[mode], fill),
                  T.RandAugment(3, 15, 31, MODES[mode], fill),
                  T.TrivialAugmentWide(31, MODES[mode], fill)][n % 5]
        with Recorder(act=True) as recorder:
            result = policy(image)
        if recorder.ops:
            case(type(policy).__name__, image,
                 {"ops": recorder.ops, "interpolation": mode, "fill": listed(fill)}, result,
                 source=source)
    for n in range(15):
        mode = ["nearest", "bilinear"][n % 2]
        fill = [None, 77, (9, 8, 250)][n % 3]
        mix = T.AugMix(10, 3, 2, 1.0, True, MODES[mode], fill)
        drawn, sample = [], mix._sample_dirichlet
        mix._sample_dirichlet = lambda p, s=sample, d=drawn: (d.append(s(p)), d[-1])[1]
        with Recorder(act=True) as recorder:
            result = mix(image)
        m, share = drawn[0][0], drawn[1][0]
        ops = recorder.ops
        # Float32 sums in another order: a level now and then, which later operations spread.
        case("AugMix", image,
             {"chains": [ops[i:i + 2] for i in range(0, 6, 2)],
              "weights": [m[0].item()] + [(s * m[1]).item() for s in share],
              "interpolation": mode, "fill": listed(fill)},
             result, source=source, tolerance=1, outliers=0.01)


SPACES = [("AutoAugment", lambda: T.AutoAugment(), 10), ("RandAugment", lambda: T.RandAugment(), 31),
          ("RandAugment", lambda: T.RandAugment(), 7),
          ("TrivialAugmentWide", lambda: T.TrivialAugmentWide(), 31),
          ("AugMix", lambda: T.AugMix(), 10),
          ("AugMixWithoutColour", lambda: T.AugMix(all_ops=False), 10)]


def tables():
    """The magnitudes of every policy, and the learned pairs of AutoAugment."""
    spaces = []
    for width, height in [(224, 224), (500, 375), (32, 48)]:
        for name, make, bins in SPACES:
            policy = make()
            entries = (policy._augmentation_space(bins) if name == "TrivialAugmentWide"
                       else policy._augmentation_space(bins, (height, width)))
            spaces.append({"space": name, "bins": bins, "width": width, "height": height,
                           "entries": [[op, [float(v) for v in values.reshape(-1)]
                                        if values.ndim else [], signed]
                                       for op, (values, signed) in entries.items()]})
    learned = {p.value: [[list(op) for op in pair] for pair in T.AutoAugment(p).policies]
               for p in A.AutoAugmentPolicy}
    return {"spaces": spaces, "learned": learned}


def draws(collect, count):
    """Drawn values of get_params, and the operations of the policies."""
    collect("affine", ["angle", "tx", "ty", "scale", "sx", "sy"],
            [(a, *t, s, *h) for a, t, s, h in
             (T.RandomAffine.get_params([-20.0, 40.0], [0.1, 0.3], [0.5, 1.5],
                                        [-5.0, 5.0, -10.0, 0.0], [200, 150])
              for _ in range(count))])
    points = ["p%d" % n for n in range(8)]
    collect("perspective", points,
            [sum(T.RandomPerspective.get_params(200, 150, 0.5)[1], []) for _ in range(count)])
    tensor = torch.zeros(3, 150, 200)
    collect("erasing", ["i", "j", "h", "w"],
            [T.RandomErasing.get_params(tensor, (0.02, 0.33), (0.3, 3.3), [0.0])[:4]
             for _ in range(count)])
    collect("ssr", ["angle", "tx", "ty", "scale"],
            [(random.uniform(-45, 45), 200 * random.uniform(-0.0625, 0.0625),
              150 * random.uniform(-0.0625, 0.0625), random.uniform(0.9, 1.1))
             for _ in range(count)])
    holes = []
    for _ in range(count):
        found = []
        for _ in range(random.randint(2, 5)):
            h, w = random.randint(4, 30), int(200 * random.uniform(0.1, 0.2))
            top, left = random.randint(0, 150 - h), random.randint(0, 200 - w)
            found.append((left, top, left + w, top + h))
        holes.append((len(found), *found[0]))
    collect("dropout", ["count", "left", "top", "right", "bottom"], holes)

    count //= 3  # the policies take longer
    image = Image.new("RGB", (200, 150))
    names = ["none"] + list(T.TrivialAugmentWide()._augmentation_space(31)) + ["Invert"]
    for key, policy in [("imagenet", T.AutoAugment(A.AutoAugmentPolicy.IMAGENET)),
                        ("cifar10", T.AutoAugment(A.AutoAugmentPolicy.CIFAR10)),
                        ("svhn", T.AutoAugment(A.AutoAugmentPolicy.SVHN)),
                        ("rand", T.RandAugment(2, 9, 31)),
                        ("trivial", T.TrivialAugmentWide())]:
        rows = []
        for _ in range(count):
            with Recorder(act=False) as recorder:
                policy(image)
            ops = recorder.ops + [["none", 0.0]] * 2
            rows.append((names.index(ops[0][0]), ops[0][1], names.index(ops[1][0]), ops[1][1]))
        collect(key, ["op0", "magnitude0", "op1", "magnitude1"], rows)
    mix = T.AugMix(severity=3, mixture_width=2, alpha=0.7)
    tiny, rows = Image.new("RGB", (20, 15)), []
    drawn, sample = [], mix._sample_dirichlet
    mix._sample_dirichlet = lambda p: (drawn.append(sample(p)), drawn[-1])[1]
    for _ in range(count):
        drawn.clear()
        with Recorder(act=False) as recorder:
            mix(tiny)
        m, share = drawn[0][0], drawn[1][0]
        rows.append((m[0].item(), (share[0] * m[1]).item(), len(recorder.ops),
                     names.index(recorder.ops[0][0]), recorder.ops[0][1]))
    collect("mix", ["own", "first", "count", "op0", "magnitude0"], rows)
