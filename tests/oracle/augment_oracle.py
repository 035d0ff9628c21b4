# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What torchvision makes of random pictures.

augment_oracle.py FOLDER writes pictures as PPM, tensors as raw float32 and manifest.json with
  apply: [{op, params, drawn, in, out, tolerance}]      torchvision.transforms.functional on PIL
  tensors: [{preprocess, in, out}]                      Resize/CenterCrop, ToTensor, Normalize
  erased: [{preprocess, params, drawn, in, out}]        RandomErasing after Normalize
  draws: {name: {values: [...]}}                        get_params, many times
  tables: {spaces, learned}                             of the policies
Exit code 77: torchvision is missing.
"""
import json
import random
import sys

try:
    import numpy as np
    import torch
    from PIL import Image
    from torchvision import transforms as T
    from torchvision.transforms import functional as F

    import augment_warps
except ImportError:
    sys.exit(77)

folder = sys.argv[1]
rng = np.random.RandomState(7)
random.seed(7)
MODES = {m.value: m for m in T.InterpolationMode}


def noise(width, height):
    return Image.fromarray(rng.randint(0, 256, (height, width, 3), dtype=np.uint8), "RGB")


def smooth(width, height):
    small = noise(max(2, width // 8), max(2, height // 8))
    return small.resize((width, height), Image.BICUBIC)


def colours():
    """Every hue, all steps of saturation: 64^3 colours."""
    v = np.arange(0, 256, 4, dtype=np.uint8) + 2
    r, g, b = np.meshgrid(v, v, v, indexing="ij")
    return Image.fromarray(np.stack([r, g, b], -1).reshape(512, 512, 3), "RGB")


pictures = []


def save(image):
    name = "p%d.ppm" % len(pictures)
    image.convert("RGB").save(folder + "/" + name)
    pictures.append(name)
    return name


cases = []


def case(op, image, drawn, result, params=None, tolerance=0, source=None, outliers=0):
    """outliers: the share of values which may differ by more than the tolerance."""
    cases.append({"op": op, "params": params or {}, "drawn": drawn, "in": source or save(image),
                  "out": save(result), "tolerance": tolerance, "outliers": outliers})


SIZES = [(64, 64), (97, 53), (31, 80), (150, 149), (1, 40), (7, 3)]

for width, height in SIZES:
    image = smooth(width, height) if min(width, height) > 10 else noise(width, height)
    source = save(image)
    for mode in ["bilinear", "nearest", "bicubic", "lanczos", "box"]:
        size = random.randint(1, 90)
        case("Resize", image, {"size": size, "interpolation": mode},
             F.resize(image, size, MODES[mode]), source=source)
        pair = [random.randint(1, 90), random.randint(1, 90)]
        case("Resize", image, {"size": pair, "interpolation": mode},
             F.resize(image, pair, MODES[mode]), source=source)
    limit = random.randint(35, 60)
    case("Resize", image, {"size": 33, "max_size": limit},
         F.resize(image, 33, max_size=limit), source=source)
    for _ in range(6):
        pair = [random.randint(1, 120), random.randint(1, 120)]
        case("CenterCrop", image, {"size": pair}, F.center_crop(image, pair), source=source)
    for mode in ["bilinear", "nearest", "bicubic"]:
        h, w = random.randint(1, height), random.randint(1, width)
        top, left = random.randint(0, height - h), random.randint(0, width - w)
        pair = [random.randint(1, 60), random.randint(1, 60)]
        case("RandomResizedCrop", image,
             {"top": top, "left": left, "height": h, "width": w, "size": pair,
              "interpolation": mode},
             F.resized_crop(image, top, left, h, w, pair, MODES[mode]), source=source)
    case("RandomResizedCrop", image,
         {"top": -3, "left": -2, "height": height + 5, "width": width + 7, "size": [20, 30]},
         F.resized_crop(image, -3, -2, height + 5, width + 7, [20, 30]), source=source)
    # To the functional, one number is the shorter edge, and one shear in a list is two.
    for size in [33, [17]]:
        case("RandomResizedCrop", image,
             {"top": 0, "left": 0, "height": height, "width": (width + 1) // 2, "size": size},
             F.resized_crop(image, 0, 0, height, (width + 1) // 2, size), source=source)
    for shear in [7.0, [7.0]]:
        case("RandomAffine", image,
             {"angle": 10, "translate": [3, 4], "scale": 1.1, "shear": shear},
             F.affine(image, 10, [3, 4], 1.1, shear), source=source)
    case("RandomHorizontalFlip", image, {}, F.hflip(image), source=source)
    case("RandomVerticalFlip", image, {}, F.vflip(image), source=source)
    for mode in ["constant", "edge", "reflect", "symmetric"]:
        limit = max(1, min(width, height) - 1) if min(width, height) > 1 else 1
        pad = [random.randint(0, min(9, limit)) for _ in range(random.choice([1, 2, 4]))]
        if mode == "reflect" and min(width, height) == 1:
            continue
        padded = F.pad(image, pad, fill=(10, 200, 30), padding_mode=mode)
        h, w = random.randint(1, padded.height), random.randint(1, padded.width)
        top, left = random.randint(0, padded.height - h), random.randint(0, padded.width - w)
        case("RandomCrop", image, {"top": top, "left": left, "height": h, "width": w},
             F.crop(padded, top, left, h, w),
             params={"padding": pad, "fill": [10, 200, 30], "padding_mode": mode}, source=source)
    case("RandomCrop", image, {"top": -2, "left": 1, "height": height + 4, "width": width},
         F.crop(image, -2, 1, height + 4, width), source=source)

    angles = [15, -15, 0, 90, 180, 270, 360, -90, 45, 0.001, 1e-9, -1e-20, 1234.5]
    angles += [random.uniform(-180, 180) for _ in range(8)]
    for angle in angles:
        for mode in ["nearest", "bilinear", "bicubic"]:
            drawn = {"angle": angle, "interpolation": mode}
            case("RandomRotation", image, drawn, F.rotate(image, angle, MODES[mode]),
                 source=source)
    for angle in [0, 30, 90, 180, -77.7]:
        for mode in ["nearest", "bilinear"]:
            center = [random.randint(-10, width + 10), random.randint(-10, height + 10)]
            case("RandomRotation", image,
                 {"angle": angle, "interpolation": mode, "expand": True},
                 F.rotate(image, angle, MODES[mode], expand=True), source=source)
            case("RandomRotation", image,
                 {"angle": angle, "interpolation": mode, "center": center, "fill": [9, 8, 250]},
                 F.rotate(image, angle, MODES[mode], center=center, fill=(9, 8, 250)),
                 source=source)
            case("RandomRotation", image,
                 {"angle": angle, "interpolation": mode, "center": center, "expand": True,
                  "fill": 77},
                 F.rotate(image, angle, MODES[mode], expand=True, center=center, fill=77),
                 source=source)
    case("Grayscale", image, {}, F.to_grayscale(image, 3), source=source)
    case("RandomGrayscale", image, {}, F.to_grayscale(image, 3), source=source)

torch.manual_seed(11)
for width, height in [(64, 64), (97, 53), (31, 80), (1, 40), (2, 2)]:
    image = smooth(width, height) if min(width, height) > 10 else noise(width, height)
    source = save(image)
    augment_warps.warps(case, image, source)
    augment_warps.levels(case, image, source)
    if min(width, height) > 10:
        augment_warps.policies(case, image, source)
plain = Image.new("RGB", (9, 9), (10, 20, 30))
augment_warps.levels(case, plain, save(plain))

# Wider than fixed point reaches.
long = noise(33000, 2)
case("RandomRotation", long, {"angle": 0.3}, F.rotate(long, 0.3))

cube = colours()
source = save(cube)
FUNCTIONS = {"brightness": F.adjust_brightness, "contrast": F.adjust_contrast,
             "saturation": F.adjust_saturation, "hue": F.adjust_hue}
for name in FUNCTIONS:
    values = [0.0, 1.0, 0.5, 0.8, 1.2, 3.7] if name != "hue" else [0, 0.05, -0.05, 0.5, -0.5, 0.3]
    values += [random.uniform(-0.5, 0.5) if name == "hue" else random.uniform(0, 2)
               for _ in range(3)]
    for value in values:
        case("ColorJitter", cube, {name: value}, FUNCTIONS[name](cube, value), source=source)
image = smooth(90, 70)
source = save(image)
for _ in range(8):
    order = list(FUNCTIONS)
    random.shuffle(order)
    order = order[:random.randint(1, 4)]
    drawn, result = {"order": order}, image
    for name in order:
        drawn[name] = random.uniform(-0.5, 0.5) if name == "hue" else random.uniform(0, 2)
        result = FUNCTIONS[name](result, drawn[name])
    case("ColorJitter", image, drawn, result, source=source)
for image in [smooth(60, 45), noise(33, 34)]:
    source = save(image)
    for kernel, sigma in [([5, 5], [1.0, 1.0]), ([3, 7], [0.3, 2.0]), ([23, 9], [5.0, 0.1])]:
        case("GaussianBlur", image, {"kernel_size": kernel, "sigma": sigma},
             F.gaussian_blur(image, kernel, sigma), tolerance=1, source=source)

tensors = []


def tensor(image, spec, transform):
    name = "t%d.f32" % len(tensors)
    transform(image).numpy().astype("<f4").tofile(folder + "/" + name)
    tensors.append({"preprocess": spec, "in": save(image), "out": name})


MEAN, STD = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
for width, height in [(300, 200), (50, 90), (64, 64)]:
    for mode in ["bilinear", "bicubic"]:
        image = smooth(width, height)
        end = [T.ToTensor(), T.Normalize(MEAN, STD)]
        tensor(image, {"height": 64, "width": 48, "interpolation": mode},
               T.Compose([T.Resize((64, 48), MODES[mode])] + end))
        tensor(image, {"height": 64, "width": 64, "geometry": "crop", "resize_short_edge": 73,
                       "interpolation": mode},
               T.Compose([T.Resize(73, MODES[mode]), T.CenterCrop(64)] + end))
        tensor(image, {"height": 40, "width": 40, "normalize": False, "interpolation": mode},
               T.Compose([T.Resize((40, 40), MODES[mode]), T.ToTensor()]))
        tensor(image, {"channels": 1, "height": 28, "width": 28, "mean": [0.1307],
                       "std": [0.3081], "interpolation": mode},
               T.Compose([T.Resize((28, 28), MODES[mode]), T.Grayscale(), T.ToTensor(),
                          T.Normalize([0.1307], [0.3081])]))

erased = []
for value in [0, 0.7, (0.1, -2.0, 3.0)]:
    for channels, mean, std in [(3, MEAN, STD), (1, [0.1307], [0.3081])]:
        if channels == 1 and isinstance(value, tuple):
            continue
        image = noise(40, 30)
        grey = [T.Grayscale()] if channels == 1 else []
        base = T.Compose(grey + [T.ToTensor(), T.Normalize(mean, std)])(image)
        i, j, h, w, v = T.RandomErasing.get_params(
            base, (0.1, 0.3), (0.3, 3.3), list(value) if isinstance(value, tuple) else [value])
        name = "e%d.f32" % len(erased)
        F.erase(base, i, j, h, w, v).numpy().astype("<f4").tofile(folder + "/" + name)
        erased.append({"preprocess": {"channels": channels, "height": 30, "width": 40,
                                      "mean": mean, "std": std},
                       "params": {"value": value}, "in": save(image), "out": name,
                       "drawn": {"i": i, "j": j, "h": h, "w": w, "v": value}})

torch.manual_seed(3)
COUNT = 4000
plain = Image.new("RGB", (200, 150))
draws = {}


def collect(key, columns, values):
    for column, series in zip(columns, zip(*values)):
        draws[key + "." + column] = [float(v) for v in series]


BOX = ["top", "left", "height", "width"]
collect("crop", BOX, [T.RandomResizedCrop.get_params(plain, [0.08, 1.0], [3 / 4, 4 / 3])
                      for _ in range(COUNT)])
narrow = Image.new("RGB", (300, 30))
collect("narrow", BOX, [T.RandomResizedCrop.get_params(narrow, [0.5, 1.0], [3 / 4, 4 / 3])
                        for _ in range(COUNT)])
collect("plaincrop", BOX, [T.RandomCrop.get_params(plain, (100, 120)) for _ in range(COUNT)])
collect("rotation", ["angle"], [[T.RandomRotation.get_params([-15.0, 15.0])]
                                for _ in range(COUNT)])
jitter = T.ColorJitter(0.2, 1.5, [0.5, 0.9], 0.1)
found = [T.ColorJitter.get_params(jitter.brightness, jitter.contrast, jitter.saturation,
                                  jitter.hue) for _ in range(COUNT)]
collect("jitter", ["brightness", "contrast", "saturation", "hue"], [v[1:] for v in found])
for position in range(4):
    draws["jitter.order%d" % position] = [float(v[0][position]) for v in found]
draws["blur.sigma"] = [T.GaussianBlur.get_params(0.1, 2.0) for _ in range(COUNT)]
flip = T.RandomHorizontalFlip()
marked = Image.new("RGB", (2, 1))
marked.putpixel((0, 0), (255, 0, 0))
draws["flip.flip"] = [float(flip(marked).getpixel((0, 0)) != (255, 0, 0)) for _ in range(COUNT)]

augment_warps.draws(collect, COUNT)

with open(folder + "/manifest.json", "w") as file:
    json.dump({"apply": cases, "tensors": tensors, "erased": erased, "draws": draws,
               "tables": augment_warps.tables()}, file)
