// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "augment/batch_mix.h"

#include <algorithm>
#include <cmath>

#include "augment/distributions.h"

namespace minarai::augment {
namespace {

std::vector<std::size_t> permutation(std::size_t count, Rng& rng) {
    std::vector<std::size_t> order(count);
    for (std::size_t i = 0; i < count; ++i) {
        order[i] = i;
    }
    rng.shuffle(order);
    return order;
}

/// The paper's rand_bbox: the box is clipped, not moved, at the edges.
MixBox drawBox(double lambda, int width, int height, Rng& rng) {
    const double edge = std::sqrt(1.0 - lambda);
    const int cutWidth = static_cast<int>(width * edge);
    const int cutHeight = static_cast<int>(height * edge);
    const int centreX = static_cast<int>(rng.below(static_cast<std::uint64_t>(width)));
    const int centreY = static_cast<int>(rng.below(static_cast<std::uint64_t>(height)));
    const int left = std::clamp(centreX - cutWidth / 2, 0, width);
    const int right = std::clamp(centreX + cutWidth / 2, 0, width);
    const int top = std::clamp(centreY - cutHeight / 2, 0, height);
    const int bottom = std::clamp(centreY + cutHeight / 2, 0, height);
    return {left, top, right - left, bottom - top};
}

/// picture = lambda * picture + (1 - lambda) * partner, or the box of the partner.
void mixOne(const BatchMix& mix, float* picture, const float* partner, std::size_t channels) {
    const auto width = static_cast<std::size_t>(mix.width);
    const std::size_t plane = width * static_cast<std::size_t>(mix.height);
    if (mix.kind == MixKind::Mixup) {
        const auto own = static_cast<float>(mix.lambda);
        const auto other = static_cast<float>(1.0 - mix.lambda);
        for (std::size_t i = 0; i < channels * plane; ++i) {
            picture[i] = own * picture[i] + other * partner[i];
        }
        return;
    }
    for (std::size_t c = 0; c < channels; ++c) {
        for (int y = 0; y < mix.box.height; ++y) {
            const std::size_t start = c * plane +
                                      static_cast<std::size_t>(mix.box.top + y) * width +
                                      static_cast<std::size_t>(mix.box.left);
            std::copy_n(partner + start, mix.box.width, picture + start);
        }
    }
}

}  // namespace

MixKind chooseMix(double mixupAlpha, double cutmixAlpha, Rng& rng) {
    if (mixupAlpha > 0 && cutmixAlpha > 0) {
        return rng.chance(0.5) ? MixKind::Mixup : MixKind::CutMix;
    }
    if (mixupAlpha > 0) {
        return MixKind::Mixup;
    }
    return cutmixAlpha > 0 ? MixKind::CutMix : MixKind::None;
}

BatchMix drawBatchMix(MixKind kind, double alpha, std::size_t count, int width, int height,
                      Rng& rng) {
    BatchMix mix;
    mix.width = width;
    mix.height = height;
    if (kind == MixKind::None || !(alpha > 0) || count < 2 || width < 1 || height < 1) {
        mix.partner.resize(count);
        for (std::size_t i = 0; i < count; ++i) {
            mix.partner[i] = i;
        }
        return mix;
    }
    mix.kind = kind;
    mix.lambda = drawBeta(alpha, rng);
    mix.partner = permutation(count, rng);
    if (kind == MixKind::CutMix) {
        mix.box = drawBox(mix.lambda, width, height, rng);
        mix.lambda = 1.0 - static_cast<double>(mix.box.width) * mix.box.height /
                               (static_cast<double>(width) * height);
    }
    return mix;
}

void applyBatchMix(const BatchMix& mix, float* imagesNchw, std::size_t channels) {
    if (mix.kind == MixKind::None) {
        return;
    }
    const std::size_t size =
        channels * static_cast<std::size_t>(mix.width) * static_cast<std::size_t>(mix.height);
    const auto picture = [&](std::size_t i) { return imagesNchw + i * size; };
    std::vector<char> done(mix.partner.size());
    std::vector<float> first(size);
    // Along each cycle of the permutation the partner is still unmixed, but for the last, whose
    // partner is the first.
    for (std::size_t start = 0; start < mix.partner.size(); ++start) {
        if (done[start] != 0 || mix.partner[start] == start) {
            continue;
        }
        std::copy_n(picture(start), size, first.data());
        for (std::size_t i = start; done[i] == 0; i = mix.partner[i]) {
            done[i] = 1;
            const std::size_t other = mix.partner[i];
            mixOne(mix, picture(i), other == start ? first.data() : picture(other), channels);
        }
    }
}

std::vector<float> softLabels(const BatchMix& mix, std::span<const std::int64_t> labels,
                              std::size_t classes) {
    std::vector<float> targets(labels.size() * classes);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        float* row = targets.data() + i * classes;
        const std::size_t other = mix.kind == MixKind::None ? i : mix.partner[i];
        const double own = mix.kind == MixKind::None ? 1.0 : mix.lambda;
        row[labels[i]] += static_cast<float>(own);
        row[labels[other]] += static_cast<float>(1.0 - own);
    }
    return targets;
}

}  // namespace minarai::augment
