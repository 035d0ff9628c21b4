// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Adds up the gradients of an update over all processes, while they are still being computed.
//
// As in PyTorch's DistributedDataParallel (Li et al. 2020), gradients travel in buckets, those of
// the last layers first. A bucket sets out as soon as its last gradient is there, unless one before
// it has not, so that the order is the same everywhere. Unlike there, every process takes part in
// every bucket whatever happened to it, and a word about that travels with the last one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include <ATen/core/Tensor.h>

#include "base/error.h"
#include "train/peers_torch.h"

namespace minarai::train {

/// What a process says of its part of an update; afterwards the sum over all.
struct UpdateWord {
    double divisor = 0;  ///< of the losses (Loss::divisor)
    double lossSum = 0;  ///< over the images
    std::int64_t correct = 0;
    std::int64_t images = 0;
    // How many processes it happened to.
    std::int64_t stopped = 0;
    std::int64_t notANumber = 0;  ///< loss
    std::int64_t infinite = 0;    ///< loss
    std::int64_t outOfMemory = 0;

    /// Nothing keeps the update from being made.
    [[nodiscard]] bool isClean() const {
        return stopped + notANumber + infinite + outOfMemory == 0;
    }
};

class GradientSum {
  public:
    struct Sizes {
        std::size_t firstBytes = std::size_t{1} << 20;  ///< small, so that sending begins early
        std::size_t bytes = std::size_t{25} << 20;
    };

    /// `parameters` in the network's order, in their final layout, which want gradients. `peers`
    /// must outlive it.
    GradientSum(Peers& peers, std::vector<at::Tensor> parameters);
    GradientSum(Peers& peers, std::vector<at::Tensor> parameters, const Sizes& sizes);
    ~GradientSum();
    GradientSum(const GradientSum&) = delete;
    GradientSum& operator=(const GradientSum&) = delete;

    /// Begins an update. Everything sent before must be finished.
    void begin();

    /// What backward() computes from now on is the last that is added to the gradients: buckets may
    /// set out.
    void arm();

    /// Sends what has not been sent, and waits. The gradients are their sums then; one that no
    /// process has stays undefined. The sum of all words, or PeerLost.
    Result<UpdateWord> finish(const UpdateWord& mine);

    [[nodiscard]] std::size_t buckets() const { return m_buckets.size(); }
    /// Buckets under way since begin().
    [[nodiscard]] std::size_t sent() const { return m_next; }

  private:
    struct Bucket {
        std::vector<std::size_t> members;  ///< numbers of parameters
        at::Tensor flat;
        std::vector<at::Tensor> parts;  ///< views of `flat` in the layouts of the parameters
        std::size_t missing = 0;        ///< gradients that are not there yet
        Peers::Finish finish;
    };
    struct Hook;

    void fill(const Sizes& sizes);
    void arrived(std::size_t parameter);
    void send(Bucket& bucket);
    void takeBack(const Bucket& bucket, const at::Tensor& present) const;

    Peers& m_peers;
    std::vector<at::Tensor> m_parameters;
    std::vector<Bucket> m_buckets;
    std::vector<std::size_t> m_bucketOf;  ///< by parameter
    std::vector<char> m_present;          ///< by parameter: this process has a gradient
    std::vector<Hook> m_hooks;
    bool m_isArmed = false;
    std::size_t m_next = 0;  ///< bucket that sets out next
    Status m_failure;        ///< of a bucket that could not set out
};

}  // namespace minarai::train
