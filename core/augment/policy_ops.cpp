// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The operations of the policies, after torchvision/transforms/autoaugment.py.
#include "augment/policy_ops.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "augment/photometric.h"
#include "augment/warp.h"

namespace minarai::augment {
namespace {

constexpr std::array<std::string_view, 15> kNames{
    "Identity",  "ShearX",     "ShearY",       "TranslateX", "TranslateY",
    "Rotate",    "Brightness", "Color",        "Contrast",   "Sharpness",
    "Posterize", "Solarize",   "AutoContrast", "Equalize",   "Invert"};

/// What torchvision refuses, and factors below zero.
Status checkMagnitude(const PolicyOp& op) {
    constexpr std::array<std::string_view, 4> kBlends{"Brightness", "Color", "Contrast",
                                                      "Sharpness"};
    if (op.name == "Posterize" && (op.magnitude < 0 || op.magnitude > 8)) {
        return fail(ErrorCode::SettingRange, op.name, fmt::format("{}", op.magnitude),
                    MN_TEXT("Error", "0 to 8 bits"));
    }
    if (op.magnitude < -1 && std::find(kBlends.begin(), kBlends.end(), op.name) != kBlends.end()) {
        return fail(ErrorCode::SettingRange, op.name, fmt::format("{}", op.magnitude),
                    MN_TEXT("Error", "at least -1"));
    }
    return {};
}

/// torch.linspace in float32: counted from both ends.
std::vector<float> linspace(double from, double to, int count) {
    const auto start = static_cast<float>(from);
    const auto end = static_cast<float>(to);
    const float step = (end - start) / static_cast<float>(count - 1);
    std::vector<float> values;
    for (int i = 0; i < count; ++i) {
        values.push_back(i < count / 2 ? start + step * static_cast<float>(i)
                                       : end - step * static_cast<float>(count - 1 - i));
    }
    return values;
}

/// Bits from `most` down by `steps`.
std::vector<float> bitSteps(int most, int steps, int count) {
    std::vector<float> values;
    const auto divisor = static_cast<float>(static_cast<double>(count - 1) / steps);
    for (int i = 0; i < count; ++i) {
        const std::int64_t less =
            roundHalfEven(static_cast<double>(static_cast<float>(i) / divisor));
        values.push_back(static_cast<float>(most - less));
    }
    return values;
}

/// How far the operations of one policy go.
struct Reach {
    double shear = 0.3;
    double translateX = 0;
    double translateY = 0;
    double rotate = 30;
    double colour = 0.9;
    int mostBits = 8;
    int bitSteps = 4;
};

Reach reachOf(PolicySpace space, int width, int height) {
    switch (space) {
        case PolicySpace::TrivialAugmentWide:
            return {0.99, 32, 32, 135, 0.99, 8, 6};
        case PolicySpace::AugMix:
        case PolicySpace::AugMixWithoutColour:
            return {0.3, width / 3.0, height / 3.0, 30, 0.9, 4, 4};
        case PolicySpace::AutoAugment:
        case PolicySpace::RandAugment:
            break;
    }
    return {0.3, 150.0 / 331.0 * width, 150.0 / 331.0 * height, 30, 0.9, 8, 4};
}

const SpaceEntry& identityEntry() {
    static const SpaceEntry entry{"Identity", {}, false};
    return entry;
}

image::Image jittered(const image::Image& picture, const char* what, double magnitude) {
    Params drawn;
    drawn.set(what, std::max(0.0, 1.0 + magnitude));
    return colorJitterTransform().apply(picture, {}, drawn);
}

image::Image rotated(const image::Image& picture, double angle, std::string_view interpolation,
                     const Colour& fill) {
    Params drawn;
    drawn.set("angle", angle);
    drawn.set("interpolation", std::string(interpolation));
    drawn.set("fill", std::vector<std::int64_t>(fill.begin(), fill.end()));
    return randomRotationTransform().apply(picture, randomRotationTransform().schema().defaults(),
                                           drawn);
}

bool isUnknown(std::string_view name) {
    return std::find(kNames.begin(), kNames.end(), name) == kNames.end();
}

std::string allNames() {
    return fmt::format("{}", fmt::join(kNames, ", "));
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

std::vector<SpaceEntry> augmentationSpace(PolicySpace space, int bins, int width, int height) {
    const Reach reach = reachOf(space, width, height);
    std::vector<SpaceEntry> entries;
    if (space == PolicySpace::RandAugment || space == PolicySpace::TrivialAugmentWide) {
        entries.push_back(identityEntry());
    }
    entries.push_back({"ShearX", linspace(0, reach.shear, bins), true});
    entries.push_back({"ShearY", linspace(0, reach.shear, bins), true});
    entries.push_back({"TranslateX", linspace(0, reach.translateX, bins), true});
    entries.push_back({"TranslateY", linspace(0, reach.translateY, bins), true});
    entries.push_back({"Rotate", linspace(0, reach.rotate, bins), true});
    const auto addColour = [&] {
        for (const char* name : {"Brightness", "Color", "Contrast", "Sharpness"}) {
            entries.push_back({name, linspace(0, reach.colour, bins), true});
        }
    };
    const bool isAugMix = space == PolicySpace::AugMix || space == PolicySpace::AugMixWithoutColour;
    if (!isAugMix) {
        addColour();
    }
    entries.push_back({"Posterize", bitSteps(reach.mostBits, reach.bitSteps, bins), false});
    entries.push_back({"Solarize", linspace(255, 0, bins), false});
    entries.push_back({"AutoContrast", {}, false});
    entries.push_back({"Equalize", {}, false});
    if (space == PolicySpace::AutoAugment) {
        entries.push_back({"Invert", {}, false});
    }
    if (space == PolicySpace::AugMix) {
        addColour();
    }
    return entries;
}

PolicyOp opOf(const SpaceEntry& entry, std::size_t bin, bool isNegative) {
    PolicyOp op{std::string(entry.name), 0};
    if (bin < entry.magnitudes.size()) {
        op.magnitude = static_cast<double>(entry.magnitudes[bin]);
        if (entry.isSigned && isNegative) {
            op.magnitude = -op.magnitude;
        }
    }
    return op;
}

std::string opsText(const std::vector<PolicyOp>& ops) {
    std::string text;
    for (const PolicyOp& op : ops) {
        text += text.empty() ? "" : ",";
        text += op.magnitude == 0 ? op.name : fmt::format("{} {}", op.name, op.magnitude);
    }
    return text;
}

Result<std::vector<PolicyOp>> opsFromText(std::string_view text) {
    std::vector<PolicyOp> ops;
    while (!trimmed(text).empty()) {
        const std::size_t end = text.find(',');
        const std::string_view part = trimmed(text.substr(0, end));
        const std::size_t space = part.find(' ');
        PolicyOp op{std::string(part.substr(0, space)), 0};
        if (isUnknown(op.name)) {
            return fail(ErrorCode::SettingChoice, "ops", op.name.substr(0, 80), allNames());
        }
        if (space != std::string_view::npos) {
            const std::string_view number = trimmed(part.substr(space));
            const auto read =
                std::from_chars(number.data(), number.data() + number.size(), op.magnitude);
            if (read.ec != std::errc() || read.ptr != number.data() + number.size() ||
                !(std::fabs(op.magnitude) <= 1e6)) {
                return fail(ErrorCode::SettingRange, op.name, number.substr(0, 80),
                            MN_TEXT("Error", "a number after the operation's name"));
            }
            MN_TRY(checkMagnitude(op));
        }
        ops.push_back(std::move(op));
        if (end == std::string_view::npos) {
            break;
        }
        text.remove_prefix(end + 1);
    }
    return ops;
}

image::Image applyOp(const image::Image& picture, const PolicyOp& op,
                     std::string_view interpolation, const Colour& fill) {
    const auto warped = [&](const AffineArguments& arguments) {
        return warpAffine(picture, inverseAffine(arguments), picture.width, picture.height,
                          interpolation, fill);
    };
    const std::array<double, 2> middle{picture.width * 0.5, picture.height * 0.5};
    const double shear = std::atan(op.magnitude) * (180.0 / std::numbers::pi);
    const double shift = std::trunc(op.magnitude);
    if (op.name == "ShearX") {
        return warped({0, {}, 1, {shear, 0}, {}});
    }
    if (op.name == "ShearY") {
        return warped({0, {}, 1, {0, shear}, {}});
    }
    if (op.name == "TranslateX") {
        return warped({0, {shift, 0}, 1, {}, middle});
    }
    if (op.name == "TranslateY") {
        return warped({0, {0, shift}, 1, {}, middle});
    }
    if (op.name == "Rotate") {
        return rotated(picture, op.magnitude, interpolation, fill);
    }
    if (op.name == "Brightness") {
        return jittered(picture, "brightness", op.magnitude);
    }
    if (op.name == "Color") {
        return jittered(picture, "saturation", op.magnitude);
    }
    if (op.name == "Contrast") {
        return jittered(picture, "contrast", op.magnitude);
    }
    if (op.name == "Sharpness") {
        return sharpened(picture, std::max(0.0, 1.0 + op.magnitude));
    }
    if (op.name == "Posterize") {
        return posterized(picture, static_cast<int>(op.magnitude));
    }
    if (op.name == "Solarize") {
        return solarized(picture, op.magnitude);
    }
    if (op.name == "AutoContrast") {
        return autocontrasted(picture);
    }
    if (op.name == "Equalize") {
        return equalized(picture);
    }
    return op.name == "Invert" ? inverted(picture) : picture;
}

ParamSpec optionalFillParam() {
    return integersParam("fill", MN_TEXT("Param", "Fill colour"), {})
        .counts(0, 3)
        .atLeast(0)
        .atMost(255)
        .about(MN_TEXT("Param",
                       "Grey value or red, green and blue of the uncovered area; empty for "
                       "black."));
}

ParamSpec opsParam() {
    return textParam("ops", MN_TEXT("Param", "Operations"), "")
        .about(MN_TEXT("Param",
                       "Names, each with its magnitude where it has one, in the order in which "
                       "they act: Rotate 30,Equalize."));
}

}  // namespace minarai::augment
