// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/loading_parts.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "base/files.h"
#include "base/rng.h"
#include "image/decode.h"
#include "loading/processor_time.h"

namespace minarai::loading {
namespace {

constexpr std::uint64_t kMaxFileBytes = std::uint64_t{1} << 30;

/// The pipeline with its first `count` steps only.
augment::Pipeline firstSteps(const augment::Pipeline& pipeline, std::size_t count) {
    augment::Pipeline part = pipeline;
    part.steps.resize(count);
    return part;
}

/// Milliseconds of each part for one image.
Result<std::vector<double>> measureOne(const LoaderOptions& options, const dataset::Item& item,
                                       const std::vector<augment::Pipeline>& prefixes,
                                       std::vector<float>& tensor) {
    std::vector<double> times;
    const std::filesystem::path path = options.root / fromUtf8(item.path);
    const std::uint64_t seed = mixSeed({options.seed, 0, item.id});
    Lap lap;
    MN_ASSIGN(const std::vector<std::uint8_t> bytes, readFile(path, kMaxFileBytes));
    times.push_back(lap.take());
    MN_ASSIGN(const image::Image picture, image::decode(bytes, item.path, decodeOptions(options)));
    times.push_back(lap.take());
    // A step takes what the steps up to it take longer than those before it.
    double before = 0;
    image::Image result;
    for (const augment::Pipeline& prefix : prefixes) {
        (void)lap.take();
        result = augment::applySteps(prefix, picture, seed);
        const double now = lap.take();
        times.push_back(now - before);
        before = now;
    }
    const bool fits =
        result.width == options.preprocess.width && result.height == options.preprocess.height;
    if (!fits) {
        result = augment::fit(result.empty() ? picture : result, options.preprocess);
    }
    times.push_back(lap.take());
    augment::toTensor(result, options.preprocess, tensor.data());
    times.push_back(lap.take());
    return times;
}

}  // namespace

Result<LoadingParts> measureParts(const LoaderOptions& options,
                                  const std::vector<dataset::Item>& items, std::size_t most,
                                  const std::stop_token& stop) {
    LoadingParts parts{{"read", 0}, {"decode", 0}};
    std::vector<augment::Pipeline> prefixes;
    for (std::size_t i = 0; i < options.pipeline->steps.size(); ++i) {
        const augment::Transform* transform = options.pipeline->steps[i].transform;
        parts.push_back({transform != nullptr ? std::string(transform->name()) : "", 0});
        prefixes.push_back(firstSteps(*options.pipeline, i + 1));
    }
    parts.push_back({"fit", 0});
    parts.push_back({"tensor", 0});

    std::vector<float> tensor(augment::tensorSize(options.preprocess));
    const std::size_t count = std::min(most, items.size());
    std::size_t loaded = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (stop.stop_requested()) {
            return fail(ErrorCode::Cancelled);
        }
        const dataset::Item& item = items[i * items.size() / count];
        try {
            const auto times = measureOne(options, item, prefixes, tensor);
            if (!times) {
                continue;
            }
            for (std::size_t p = 0; p < parts.size(); ++p) {
                parts[p].ms += (*times)[p];
            }
            ++loaded;
        } catch (const std::exception&) {
            continue;  // the passes have counted this image
        }
    }
    for (LoadingPart& part : parts) {
        part.ms = std::max(part.ms, 0.0) / static_cast<double>(std::max<std::size_t>(loaded, 1));
    }
    return parts;
}

}  // namespace minarai::loading
