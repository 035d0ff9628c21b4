// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "augment/transform_about.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace minarai::augment {
namespace {

using Kind = TransformKind;

struct Entry {
    std::string_view name;
    TransformAbout about;
};

const auto& entries() {
    static const auto table = std::to_array<Entry>({
        {"Resize",
         {Kind::Size, MN_TEXT("Transform", "Brings the whole picture to a size, smoothly.")}},
        {"CenterCrop", {Kind::Size, MN_TEXT("Transform", "Cuts out the middle.")}},
        {"RandomCrop",
         {Kind::Size, MN_TEXT("Transform", "Cuts out a part of fixed size at a random place.")}},
        {"RandomResizedCrop",
         {Kind::Size,
          MN_TEXT("Transform",
                  "Cuts out a random part and enlarges it: things appear at many sizes and "
                  "places.")}},
        {"RandomHorizontalFlip",
         {Kind::Geometry,
          MN_TEXT("Transform", "Mirrors left and right; not for letters or digits.")}},
        {"RandomVerticalFlip",
         {Kind::Geometry,
          MN_TEXT("Transform", "Turns upside down; for pictures without an up, such as cells.")}},
        {"RandomRotation",
         {Kind::Geometry, MN_TEXT("Transform", "Turns the picture by a random angle.")}},
        {"RandomAffine",
         {Kind::Geometry, MN_TEXT("Transform", "Turns, shifts, scales and shears in one go.")}},
        {"RandomPerspective",
         {Kind::Geometry,
          MN_TEXT("Transform", "Tilts the picture as if it were seen from aside.")}},
        {"ShiftScaleRotate",
         {Kind::Geometry,
          MN_TEXT("Transform", "Small shifts, scalings and turns, with mirrored borders.")}},
        {"ColorJitter",
         {Kind::Colour, MN_TEXT("Transform",
                                "Changes brightness, contrast, saturation and hue, as light and "
                                "cameras do.")}},
        {"Grayscale", {Kind::Colour, MN_TEXT("Transform", "Removes the colours.")}},
        {"RandomGrayscale",
         {Kind::Colour,
          MN_TEXT("Transform", "Removes the colours now and then, so that shape counts.")}},
        {"RandomAutocontrast",
         {Kind::Colour, MN_TEXT("Transform", "Stretches the contrast to the full range.")}},
        {"RandomEqualize",
         {Kind::Colour, MN_TEXT("Transform", "Spreads the brightness evenly over the range.")}},
        {"RandomPosterize",
         {Kind::Colour, MN_TEXT("Transform", "Leaves only a few levels of each colour.")}},
        {"RandomSolarize",
         {Kind::Colour, MN_TEXT("Transform", "Inverts everything above a brightness.")}},
        {"RandomInvert", {Kind::Colour, MN_TEXT("Transform", "Inverts the colours.")}},
        {"GaussianBlur",
         {Kind::Sharpness,
          MN_TEXT("Transform", "Blurs by a random amount, as focus and motion do.")}},
        {"RandomAdjustSharpness",
         {Kind::Sharpness, MN_TEXT("Transform", "Makes the picture sharper or softer.")}},
        {"RandomErasing",
         {Kind::Erasing,
          MN_TEXT("Transform", "Covers a random box, so that no single part decides.")}},
        {"CoarseDropout",
         {Kind::Erasing,
          MN_TEXT("Transform", "Covers several small boxes, so that no single part decides.")}},
        {"AutoAugment",
         {Kind::Policy, MN_TEXT("Transform",
                                "Pairs of changes that were found by search, on ImageNet or "
                                "CIFAR-10.")}},
        {"RandAugment",
         {Kind::Policy,
          MN_TEXT("Transform", "A few random changes of one strength: two numbers to set.")}},
        {"TrivialAugmentWide",
         {Kind::Policy,
          MN_TEXT("Transform", "One random change of random strength: nothing to set.")}},
        {"AugMix",
         {Kind::Policy,
          MN_TEXT("Transform", "Mixes several changed copies, against disturbed pictures.")}},
    });
    return table;
}

}  // namespace

TransformAbout aboutTransform(const Transform& transform) {
    const auto& table = entries();
    const auto found = std::find_if(table.begin(), table.end(), [&](const Entry& entry) {
        return entry.name == transform.name();
    });
    return found == table.end() ? TransformAbout{} : found->about;
}

std::string_view transformKindName(TransformKind kind) {
    switch (kind) {
        case Kind::Size:
            return MN_TEXT("Transform", "Size and crop");
        case Kind::Geometry:
            return MN_TEXT("Transform", "Shape");
        case Kind::Colour:
            return MN_TEXT("Transform", "Colour");
        case Kind::Sharpness:
            return MN_TEXT("Transform", "Sharpness");
        case Kind::Erasing:
            return MN_TEXT("Transform", "Covering");
        case Kind::Policy:
            return MN_TEXT("Transform", "Automatic");
    }
    return {};
}

}  // namespace minarai::augment
