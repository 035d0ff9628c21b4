// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Mixup (Zhang et al. 2018) and CutMix (Yun et al. 2019): after the batch is loaded, before the
// network sees it.
//
//   Rng rng(mixSeed({runSeed, epoch, step, stableHash("batch mix")}));
//   const BatchMix mix = drawBatchMix(chooseMix(0.2, 1.0, rng), alpha, n, width, height, rng);
//   applyBatchMix(mix, images, channels);
//   // loss = lambda * loss(output, labels) + (1 - lambda) * loss(output, labels[partner]),
//   // which for cross-entropy is the loss against softLabels().
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/rng.h"

namespace minarai::augment {

enum class MixKind { None, Mixup, CutMix };

/// Columns left ... left + width - 1, rows top ... top + height - 1. May be empty.
struct MixBox {
    int left = 0;
    int top = 0;
    int width = 0;
    int height = 0;
    bool operator==(const MixBox&) const = default;
};

/// What happens to one batch of pictures of one size. A plain value.
struct BatchMix {
    MixKind kind = MixKind::None;
    /// The picture's own share, 0 ... 1; its partner has the rest. For CutMix it is the share of
    /// the pixels that stay, counted after the box was clipped at the edges.
    double lambda = 1.0;
    std::vector<std::size_t> partner;  ///< for each picture of the batch; a permutation
    MixBox box;                        ///< CutMix: what is taken from the partner
    int width = 0;                     ///< px, of every picture in the batch
    int height = 0;                    ///< px
    bool operator==(const BatchMix&) const = default;
};

/// Which of the two acts on a batch: the one whose alpha is over 0; with both, each half of the
/// time, as torchvision's references do. None without either.
MixKind chooseMix(double mixupAlpha, double cutmixAlpha, Rng& rng);

/// Draws lambda ~ Beta(alpha, alpha), one for the whole batch, a random permutation as partners
/// and, for CutMix, a box of the share 1 - lambda of the area whose centre lies anywhere in the
/// picture. None for alpha <= 0, an empty picture or a batch of less than two pictures.
BatchMix drawBatchMix(MixKind kind, double alpha, std::size_t count, int width, int height,
                      Rng& rng);

/// Mixes count x channels x height x width floats in place; takes the memory of one picture more.
/// `count` is the number of partners, width and height are the mix's own.
void applyBatchMix(const BatchMix& mix, float* imagesNchw, std::size_t channels);

/// The mixed targets, count x classes: lambda at the label, 1 - lambda more at the partner's
/// label. `labels` has one entry a picture, 0 ... classes - 1.
std::vector<float> softLabels(const BatchMix& mix, std::span<const std::int64_t> labels,
                              std::size_t classes);

}  // namespace minarai::augment
