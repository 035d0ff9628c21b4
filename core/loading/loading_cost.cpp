// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/loading_cost.h"

#include <algorithm>
#include <ctime>
#include <exception>
#include <utility>

#include "base/files.h"
#include "base/rng.h"
#include "image/decode.h"

namespace minarai::loading {
namespace {

/// Of this thread: other work on the machine does not count.
double processorMs() {
    timespec now{};
    (void)::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Milliseconds since the last call.
class Lap {
  public:
    double take() {
        const double now = processorMs();
        return now - std::exchange(m_last, now);
    }

  private:
    double m_last = processorMs();
};

std::uint64_t bytesOf(const image::Image& picture) {
    return static_cast<std::uint64_t>(picture.width) * static_cast<std::uint64_t>(picture.height) *
           3;
}

}  // namespace

Result<LoadingCost> measureLoading(const LoaderOptions& options,
                                   const std::vector<dataset::Item>& items, std::size_t most,
                                   const std::stop_token& stop) {
    LoadingCost sum;
    std::vector<float> tensor(augment::tensorSize(options.preprocess));
    const std::size_t count = std::min(most, items.size());
    std::size_t loaded = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (stop.stop_requested()) {
            return fail(ErrorCode::Cancelled);
        }
        const dataset::Item& item = items[i * items.size() / count];
        try {
            Lap lap;
            const auto picture = image::decodeFile(options.root / fromUtf8(item.path));
            const double decodeMs = lap.take();
            if (!picture) {
                continue;
            }
            const image::Image fitted = augment::fit(*picture, options.preprocess);
            const double fitMs = lap.take();
            augment::toTensor(fitted, options.preprocess, tensor.data());
            const double tensorMs = lap.take();
            double augmentMs = fitMs + tensorMs;
            if (options.pipeline) {
                const std::uint64_t seed = mixSeed({options.seed, 0, item.id});
                augment::trainingTensor(*options.pipeline, *picture, options.preprocess, seed,
                                        tensor.data());
                augmentMs = lap.take();
            }
            sum.decodeMs += decodeMs;
            sum.augmentMs += augmentMs;
            sum.fitMs += fitMs;
            sum.tensorMs += tensorMs;
            sum.pictureBytes += bytesOf(*picture);
            sum.fittedBytes += bytesOf(fitted);
            ++loaded;
        } catch (const std::exception&) {
            continue;  // the run itself will name this image
        }
    }
    if (loaded == 0) {
        return LoadingCost{};
    }
    const auto share = 1.0 / static_cast<double>(loaded);
    sum.decodeMs *= share;
    sum.augmentMs *= share;
    sum.fitMs *= share;
    sum.tensorMs *= share;
    sum.pictureBytes /= loaded;
    sum.fittedBytes /= loaded;
    return sum;
}

}  // namespace minarai::loading
