// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "dataset/judgement.h"

namespace minarai::dataset {

namespace {

constexpr std::size_t kLeastPictures = 20;
/// Robust standard deviations beyond which a picture is far out. Of 550 photos of flowers
/// two lie 5.5 above in brightness, none 3.4 below in sharpness; blurring by 4 px is 4 and more.
constexpr double kFarSize = 4.5;
constexpr double kFarLight = 5.5;
constexpr double kFarBlurred = 3.8;

/// Median and robust standard deviation (1.4826 times the median distance from the median).
struct Spread {
    double middle = 0;
    double deviation = 0;
};

double medianOf(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// `least` stands in for the deviation of values that are all alike.
Spread spreadOf(const std::vector<double>& values, double least) {
    Spread spread;
    spread.middle = medianOf(values);
    std::vector<double> distances;
    distances.reserve(values.size());
    for (const double value : values) {
        distances.push_back(std::fabs(value - spread.middle));
    }
    spread.deviation = std::max(least, 1.4826 * medianOf(std::move(distances)));
    return spread;
}

double edgeOf(const Look& look) {
    return std::sqrt(static_cast<double>(look.width) * static_cast<double>(look.height));
}

}  // namespace

void judgeOutliers(const Catalog& catalog, const std::vector<Finding>& findings,
                   std::vector<Problem>& problems) {
    std::vector<std::size_t> seen;
    for (std::size_t i = 0; i < findings.size(); ++i) {
        if (findings[i].look) {
            seen.push_back(i);
        }
    }
    if (seen.size() < kLeastPictures) {
        return;
    }
    const auto measured = [&](const auto& measure) {
        std::vector<double> values;
        values.reserve(seen.size());
        for (const std::size_t i : seen) {
            values.push_back(measure(*findings[i].look));
        }
        return values;
    };
    // Twice as small, dark or bright as usual is nothing yet, however alike the others are.
    const auto size = [](const Look& look) { return std::log(edgeOf(look)); };
    const auto light = [](const Look& look) { return std::log(look.brightness + 2.0); };
    const auto shade = [](const Look& look) { return std::log(257.0 - look.brightness); };
    const auto sharp = [](const Look& look) { return static_cast<double>(look.sharpness); };
    const Spread sizes = spreadOf(measured(size), 0.3);
    const Spread lights = spreadOf(measured(light), 0.3);
    const Spread shades = spreadOf(measured(shade), 0.3);
    const Spread sharps = spreadOf(measured(sharp), 0.75);
    const auto farBelow = [](const Spread& spread, double far, double value) {
        return value < spread.middle - far * spread.deviation;
    };
    for (const std::size_t i : seen) {
        const Look& look = *findings[i].look;
        const std::string& path = catalog.samples[i].path;
        if (farBelow(sizes, kFarSize, size(look))) {
            problems.push_back(makeProblem(
                ProblemKind::Tiny, path,
                fail(ErrorCode::ImageTiny, path, fmt::format("{}×{}", look.width, look.height))));
        }
        const bool dark = farBelow(lights, kFarLight, light(look));
        const bool bright = farBelow(shades, kFarLight, shade(look));
        if (dark) {
            problems.push_back(
                makeProblem(ProblemKind::Dark, path, fail(ErrorCode::ImageDark, path)));
        }
        if (bright) {
            problems.push_back(
                makeProblem(ProblemKind::Bright, path, fail(ErrorCode::ImageBright, path)));
        }
        // Black and white pictures have nothing to be sharp.
        if (!dark && !bright && farBelow(sharps, kFarBlurred, sharp(look))) {
            problems.push_back(
                makeProblem(ProblemKind::Blurred, path, fail(ErrorCode::ImageBlurred, path)));
        }
    }
}

std::optional<Problem> imbalanceOf(const std::vector<std::string>& classes,
                                   const std::vector<std::uint64_t>& counts) {
    constexpr std::uint64_t kLeastImages = 30;
    constexpr std::uint64_t kTimes = 3;
    const std::uint64_t* smallest = nullptr;
    const std::uint64_t* largest = nullptr;
    for (const std::uint64_t& count : counts) {
        if (count > 0 && (smallest == nullptr || count < *smallest)) {
            smallest = &count;
        }
        if (largest == nullptr || count > *largest) {
            largest = &count;
        }
    }
    if (smallest == nullptr || *largest < kLeastImages || *largest < kTimes * *smallest) {
        return std::nullopt;
    }
    const std::string& small = classes[static_cast<std::size_t>(smallest - counts.data())];
    const std::string& large = classes[static_cast<std::size_t>(largest - counts.data())];
    return makeProblem(ProblemKind::Imbalance, small,
                       fail(ErrorCode::ClassImbalance, small, std::to_string(*smallest), large,
                            std::to_string(*largest)));
}

void judgeBalance(const Catalog& catalog, std::vector<Problem>& problems) {
    std::vector<std::uint64_t> counts(catalog.classes.size());
    for (const Sample& sample : catalog.samples) {
        const bool trains = !catalog.hasParts || sample.part == Part::Train;
        counts[static_cast<std::size_t>(sample.label)] += trains ? 1U : 0U;
    }
    if (auto problem = imbalanceOf(catalog.classes, counts)) {
        problems.push_back(std::move(*problem));
    }
}

}  // namespace minarai::dataset
