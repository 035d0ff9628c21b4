// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Python texts of torchvision_code.cpp. They draw from torch's generator, which a DataLoader seeds
// in each of its workers.
#pragma once

#include <string_view>

namespace minarai::augment {

inline constexpr std::string_view kImports =
    R"py(from torchvision import transforms as T
from torchvision.transforms import InterpolationMode
)py";
inline constexpr std::string_view kImportFunctional =
    "from torchvision.transforms import functional as F\n";

inline constexpr std::string_view kUniformFunction = R"py(

def uniform(low, high):
    return low + (high - low) * torch.rand(1).item()


def whole(low, high):
    """low ... high, both possible."""
    return int(torch.randint(low, high + 1, (1,)).item())
)py";

inline constexpr std::string_view kShiftScaleRotateClass = R"py(

class ShiftScaleRotate:
    """Shifts, scales and turns a picture that goes on beyond its edges.

    Parameters and distributions are those of albumentations; the warp is torchvision's affine.
    """

    BORDERS = {"reflect_101": "reflect", "reflect": "symmetric", "replicate": "edge",
               "wrap": "wrap"}

    def __init__(self, shift_limit=0.0625, scale_limit=0.1, rotate_limit=45.0,
                 interpolation=InterpolationMode.BILINEAR, border_mode="reflect_101", value=0,
                 shift_limit_x=None, shift_limit_y=None, p=0.5):
        self.shift_x = shift_limit if shift_limit_x is None else shift_limit_x
        self.shift_y = shift_limit if shift_limit_y is None else shift_limit_y
        self.scale_limit = scale_limit
        self.rotate_limit = rotate_limit
        self.interpolation = interpolation
        self.border_mode = border_mode
        self.value = value
        self.p = p

    @staticmethod
    def draw(limit):
        return uniform(*limit) if isinstance(limit, tuple) else uniform(-limit, limit)

    def __call__(self, image):
        if torch.rand(1).item() >= self.p:
            return image
        width, height = image.size
        angle = -self.draw(self.rotate_limit)  # torchvision turns clockwise
        shift = [self.draw(self.shift_x) * width, self.draw(self.shift_y) * height]
        scale = 1.0 + self.draw(self.scale_limit)
        if self.border_mode == "constant":
            return F.affine(image, angle, shift, scale, [0.0, 0.0], self.interpolation,
                            fill=self.value)
        pad = int((math.hypot(width, height) / 2 + math.hypot(*shift)) / scale) + 3
        padded = np.pad(np.asarray(image), ((pad, pad), (pad, pad), (0, 0)),
                        mode=self.BORDERS[self.border_mode])
        warped = F.affine(Image.fromarray(padded), angle, shift, scale, [0.0, 0.0],
                          self.interpolation)
        return warped.crop((pad, pad, pad + width, pad + height))
)py";

inline constexpr std::string_view kCoarseDropoutClass = R"py(

class CoarseDropout:
    """Fills rectangles with one colour; parameters and distributions are albumentations'.

    Edges under 1 are shares of the picture's.
    """

    def __init__(self, max_holes=8, max_height=8, max_width=8, min_holes=None, min_height=None,
                 min_width=None, fill_value=0, p=0.5):
        self.holes = (max_holes if min_holes is None else min_holes, max_holes)
        self.height = (max_height if min_height is None else min_height, max_height)
        self.width = (max_width if min_width is None else min_width, max_width)
        self.fill_value = fill_value
        self.p = p

    @staticmethod
    def draw(limits, edge):
        low, high = limits
        length = int(edge * uniform(low, high)) if high < 1 else whole(int(low), int(high))
        return min(length, edge)

    def __call__(self, image):
        if torch.rand(1).item() >= self.p:
            return image
        pixels = np.array(image)
        for _ in range(whole(*self.holes)):
            height = self.draw(self.height, image.height)
            width = self.draw(self.width, image.width)
            top = whole(0, image.height - height)
            left = whole(0, image.width - width)
            pixels[top:top + height, left:left + width] = self.fill_value
        return Image.fromarray(pixels)
)py";

inline constexpr std::string_view kRandomCropClass = R"py(

class RandomCrop(T.RandomCrop):
    """torchvision's, which raises for a picture smaller than the size.

    Here such a picture gets an even border, or one at random places with pad_if_needed.
    """

    def forward(self, img):
        border = self.padding if self.padding is not None else 0
        border = [border] * 4 if isinstance(border, int) else list(border)
        left, top, right, bottom = border * 2 if len(border) == 2 else border
        wide = max(self.size[1] - left - right - img.width, 0)
        high = max(self.size[0] - top - bottom - img.height, 0)
        if self.pad_if_needed:
            grown = [left + wide, top + high, right + wide, bottom + high]
        else:
            grown = [left + wide // 2, top + high // 2,
                     right + wide - wide // 2, bottom + high - high // 2]
        img = F.pad(img, grown, self.fill, self.padding_mode)
        return F.crop(img, *self.get_params(img, self.size))
)py";

inline constexpr std::string_view kFitClass = R"py(

class FitUnlessSized:
    """Resizes the shorter edge and cuts out the middle of pictures of another size."""

    def __init__(self, size, short_edge, interpolation):
        self.size = size
        self.fit = T.Compose([T.Resize(short_edge, interpolation), T.CenterCrop(size)])

    def __call__(self, image):
        return image if (image.height, image.width) == self.size else self.fit(image)
)py";

}  // namespace minarai::augment
