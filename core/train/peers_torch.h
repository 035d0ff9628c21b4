// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The processes that train one run together, connected by LibTorch's c10d: Gloo for tensors on the
// CPU, NCCL for those on CUDA devices where it was built in.
//
// Every function is called by all processes in the same order, from one thread, and returns once
// the others have called it too. All processes get the same bits. PeerLost when one of them is
// gone, or silent for longer than World::silence; nothing works afterwards.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include "base/error.h"
#include "train/world.h"

namespace minarai::train {

class Peers {
  public:
    /// Finds the others. PeersMissing when they have not come within the world's patience, or when
    /// this build has no c10d; Cancelled after a stop request. `device` is the one of the network.
    static Result<std::unique_ptr<Peers>> join(const World& world, const c10::Device& device,
                                               const std::stop_token& stop);
    ~Peers();
    Peers(const Peers&) = delete;
    Peers& operator=(const Peers&) = delete;

    [[nodiscard]] int rank() const { return m_world.rank; }
    [[nodiscard]] int size() const { return m_world.size; }
    [[nodiscard]] bool isFirst() const { return m_world.isFirst(); }

    /// Waits for a sum that was begun; afterwards the tensor holds it.
    using Finish = std::function<Status()>;
    /// Begins to add up a contiguous tensor over all processes, in place, and returns at once. The
    /// tensor must be left alone until the sum is finished.
    Result<Finish> beginSum(const at::Tensor& tensor);

    /// The same, waiting.
    Status sum(const at::Tensor& tensor);

    /// Rank 0's values for all, in place; any layout.
    Status broadcast(const at::Tensor& tensor);

    /// The tensors of all processes in the order of their ranks; same shape and type everywhere.
    Result<std::vector<at::Tensor>> gather(const at::Tensor& tensor);

    /// Rank 0's text for all.
    Result<std::string> textOfFirst(std::string text);
    /// The texts of all processes in the order of their ranks.
    Result<std::vector<std::string>> gatherTexts(const std::string& text);

    /// True for all if it is true for one.
    Result<bool> any(bool mine);

  private:
    struct Groups;
    Peers(const World& world, std::unique_ptr<Groups> groups);

    World m_world;
    std::unique_ptr<Groups> m_groups;
};

}  // namespace minarai::train
