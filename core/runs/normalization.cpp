// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/normalization.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <mutex>
#include <new>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/files.h"
#include "base/parallel.h"
#include "dataset/statistics.h"
#include "image/decode.h"

namespace minarai::runs {
namespace {

dataset::Catalog trainingPart(const dataset::Catalog& catalog, const dataset::Split& split) {
    std::unordered_set<std::string_view> paths;
    for (const dataset::Item& item : split.train) {
        paths.insert(item.path);
    }
    dataset::Catalog part;
    part.root = catalog.root;
    part.classes = catalog.classes;
    std::copy_if(catalog.samples.begin(), catalog.samples.end(), std::back_inserter(part.samples),
                 [&](const dataset::Sample& sample) { return paths.contains(sample.path); });
    return part;
}

/// Of luma; the other channels stay 0.
dataset::Statistics greyStatistics(const dataset::Catalog& part, unsigned threads,
                                   const ProgressCallback& progress, const std::stop_token& stop) {
    augment::PreprocessSpec grey;
    grey.channels = 1;
    grey.normalize = false;
    std::mutex adding;
    dataset::ChannelSums all;
    std::uint64_t images = 0;
    std::uint64_t done = 0;
    parallelFor(
        part.samples.size(), threads,
        [&](std::size_t i) {
            const auto picture = image::decodeFile(part.absolutePath(part.samples[i]));
            dataset::ChannelSums sums;
            if (picture) {
                sums.pixels = picture->rgb.size() / 3;
                std::vector<float> values(static_cast<std::size_t>(sums.pixels));
                augment::toTensor(*picture, grey, values.data());
                for (const float value : values) {
                    const auto level = static_cast<std::uint64_t>(std::lround(value * 255.0F));
                    sums.sum[0] += level;
                    sums.squares[0] += level * level;
                }
            }
            const std::lock_guard lock(adding);
            all.add(sums);
            images += picture ? 1 : 0;
            ++done;
            if (progress) {
                progress({done, part.samples.size()});
            }
        },
        stop);
    return dataset::statisticsOf(all, images);
}

}  // namespace

Status measureNormalization(const dataset::Catalog& catalog, const dataset::Split& split,
                            unsigned threads, augment::PreprocessSpec& spec,
                            const ProgressCallback& progress, const std::stop_token& stop) {
    constexpr double kNoDeviation = 1e-6;
    const dataset::Catalog part = trainingPart(catalog, split);
    const bool isGrey = spec.channels == 1;
    dataset::Statistics statistics;
    if (isGrey) {
        try {
            statistics = greyStatistics(part, threads, progress, stop);
        } catch (const std::bad_alloc&) {
            return fail(ErrorCode::OutOfMemory, toUtf8(part.root));
        }
        if (stop.stop_requested()) {
            return fail(ErrorCode::Cancelled);
        }
    } else {
        MN_ASSIGN(const auto measured, dataset::measureStatistics(part, threads, progress, stop));
        statistics = measured.all;
    }
    if (statistics.pixels == 0) {
        std::string problem;
        if (!part.samples.empty()) {
            const auto first = image::decodeFile(part.absolutePath(part.samples.front()));
            problem = first ? std::string() : first.error().message();
        }
        return fail(ErrorCode::TooManyBadImages, std::to_string(part.samples.size()), problem);
    }
    for (std::size_t c = 0; c < spec.mean.size(); ++c) {
        const std::size_t from = isGrey ? 0 : c;
        const double deviation = statistics.std[from];
        spec.mean[c] = static_cast<float>(statistics.mean[from]);
        spec.std[c] = deviation > kNoDeviation ? static_cast<float>(deviation) : 1.0F;
    }
    return {};
}

}  // namespace minarai::runs
