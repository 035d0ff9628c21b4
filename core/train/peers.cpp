// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/peers_torch.h"

#include <algorithm>
#include <cstdint>
#include <exception>
#include <string_view>
#include <utility>

#include <ATen/ATen.h>
#include <fmt/format.h>

#include "base/text.h"
#include "train/meeting_point.h"
#include "weights/compat_torch.h"

#if MINARAI_C10D
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#ifdef USE_C10D_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

namespace minarai::train {
namespace {

using Group = c10::intrusive_ptr<compat::ProcessGroup>;
using Store = c10::intrusive_ptr<c10d::Store>;

/// For the steps of the meeting, each of which is known to be possible when it is taken.
constexpr auto kStepPatience = std::chrono::seconds(30);

/// The first sentence of what an exception of c10d or Gloo says, without the place in its sources.
std::string reasonOf(const std::exception& exception) {
    std::string_view text = exception.what();
    text = text.substr(0, std::min(text.find('\n'), text.find(". ")));
    if (const auto end = text.find("] ");
        !text.empty() && text.front() == '[' && end != std::string_view::npos) {
        text.remove_prefix(end + 2);
    }
    while (!text.empty() && (text.back() == '.' || text.back() == ' ')) {
        text.remove_suffix(1);
    }
    return std::string(text);
}

Error lost(const std::exception& exception) {
    return fail(ErrorCode::PeerLost, reasonOf(exception));
}

std::string keyOf(int rank) {
    return fmt::format("here/{}", rank);
}

/// The store through which the processes find one another; PeersMissing when there is none.
Result<Store> openStore(const World& world, Deadline deadline, const std::stop_token& stop) {
    c10d::TCPStoreOptions options;
    options.port = world.masterPort;
    options.isServer = world.isFirst() && !world.agentPrefix;
    options.waitWorkers = false;
    options.timeout = kStepPatience;
    if (options.isServer) {
        if (isListening(world.masterAddress, world.masterPort)) {
            return fail(ErrorCode::PeersMissing, MN_TEXT("Error", "another program listens there"),
                        world.meetingPoint());
        }
    } else {
        MN_ASSIGN(const bool isThere, awaitUntil(deadline, stop, [&] {
                      return isListening(world.masterAddress, world.masterPort);
                  }));
        if (!isThere) {
            return fail(ErrorCode::PeersMissing, MN_TEXT("Error", "nothing answers there"),
                        world.meetingPoint());
        }
    }
    Store store = c10::make_intrusive<c10d::TCPStore>(world.masterAddress, options);
    if (world.agentPrefix) {
        store = c10::make_intrusive<c10d::PrefixStore>(*world.agentPrefix, store);
    }
    return Store(c10::make_intrusive<c10d::PrefixStore>("minarai", store));
}

/// Waits until all have come.
Status meet(const World& world, c10d::Store& store, Deadline deadline,
            const std::stop_token& stop) {
    store.set(keyOf(world.rank), {1});
    int here = 0;
    MN_ASSIGN(const bool complete, awaitUntil(deadline, stop, [&] {
                  while (here < world.size && store.check({keyOf(here)})) {
                      ++here;
                  }
                  return here == world.size;
              }));
    if (!complete) {
        return fail(ErrorCode::PeersMissing, fmt::format("rank {} of {}", here, world.size),
                    world.meetingPoint());
    }
    return {};
}

/// As torch.distributed chooses it, except that processes of one machine need no network.
std::shared_ptr<::gloo::transport::Device> deviceFor(const World& world) {
    if (!world.networkInterface.empty()) {
        return c10d::ProcessGroupGloo::createDeviceForInterface(world.networkInterface);
    }
    return world.localSize == world.size
               ? c10d::ProcessGroupGloo::createDeviceForHostname("127.0.0.1")
               : c10d::ProcessGroupGloo::createDefaultDevice();
}

}  // namespace

struct Peers::Groups {
    Store store;
    Group cpu;
    Group cuda;  ///< none: tensors on CUDA devices go by way of the CPU

    [[nodiscard]] bool carries(const at::Tensor& tensor) const {
        return tensor.is_cpu() || (tensor.is_cuda() && cuda.defined());
    }
    [[nodiscard]] compat::ProcessGroup& of(const at::Tensor& tensor) const {
        return tensor.is_cuda() ? *cuda : *cpu;
    }
};

Peers::Peers(const World& world, std::unique_ptr<Groups> groups)
    : m_world(world), m_groups(std::move(groups)) {}

Peers::~Peers() = default;

Result<std::unique_ptr<Peers>> Peers::join(const World& world, const c10::Device& device,
                                           const std::stop_token& stop) {
    const Deadline deadline = std::chrono::steady_clock::now() + world.patience;
    try {
        auto groups = std::make_unique<Groups>();
        MN_ASSIGN(groups->store, openStore(world, deadline, stop));
        MN_TRY(meet(world, *groups->store, deadline, stop));
        auto options = c10d::ProcessGroupGloo::Options::create();
        options->devices.push_back(deviceFor(world));
        options->timeout = world.silence;
        groups->cpu = c10::make_intrusive<c10d::ProcessGroupGloo>(
            c10::make_intrusive<c10d::PrefixStore>("cpu", groups->store), world.rank, world.size,
            options);
#ifdef USE_C10D_NCCL
        if (device.is_cuda()) {
            groups->cuda = c10::make_intrusive<c10d::ProcessGroupNCCL>(
                c10::make_intrusive<c10d::PrefixStore>("cuda", groups->store), world.rank,
                world.size);
        }
#else
        (void)device;
#endif
        return std::unique_ptr<Peers>(new Peers(world, std::move(groups)));
    } catch (const std::exception& exception) {
        return fail(ErrorCode::PeersMissing, reasonOf(exception), world.meetingPoint());
    }
}

Result<Peers::Finish> Peers::beginSum(const at::Tensor& tensor) {
    try {
        const at::Tensor carried = m_groups->carries(tensor) ? tensor : tensor.to(at::kCPU);
        std::vector<at::Tensor> tensors{carried};
        auto work = m_groups->of(carried).allreduce(tensors);
        return Finish([work, tensor, carried]() -> Status {
            try {
                work->wait();
                if (!carried.is_same(tensor)) {
                    at::Tensor target = tensor;
                    target.copy_(carried);
                }
                return {};
            } catch (const std::exception& exception) {
                return lost(exception);
            }
        });
    } catch (const std::exception& exception) {
        return lost(exception);
    }
}

Status Peers::broadcast(const at::Tensor& tensor) {
    if (tensor.numel() == 0) {
        return {};
    }
    try {
        const at::NoGradGuard noGrad;
        // As bytes: every type of number is carried then.
        at::Tensor values = tensor.detach().to(at::kCPU).contiguous().view({-1});
        std::vector<at::Tensor> tensors{values.view(at::kByte)};
        m_groups->cpu->broadcast(tensors)->wait();
        if (!isFirst()) {
            at::Tensor target = tensor.detach();
            target.copy_(values.view(tensor.sizes()));
        }
        return {};
    } catch (const std::exception& exception) {
        return lost(exception);
    }
}

Result<std::vector<at::Tensor>> Peers::gather(const at::Tensor& tensor) {
    try {
        std::vector<at::Tensor> mine{tensor.contiguous()};
        std::vector<std::vector<at::Tensor>> all(1);
        for (int rank = 0; rank < size(); ++rank) {
            all.front().push_back(at::empty_like(mine.front()));
        }
        m_groups->cpu->allgather(all, mine)->wait();
        return std::move(all.front());
    } catch (const std::exception& exception) {
        return lost(exception);
    }
}

}  // namespace minarai::train

#else  // MINARAI_C10D

namespace minarai::train {

struct Peers::Groups {};

Peers::Peers(const World& world, std::unique_ptr<Groups> groups)
    : m_world(world), m_groups(std::move(groups)) {}

Peers::~Peers() = default;

Result<std::unique_ptr<Peers>> Peers::join(const World& world, const c10::Device&,
                                           const std::stop_token&) {
    return fail(ErrorCode::PeersMissing,
                MN_TEXT("Error", "this build of Minarai has no c10d with Gloo"),
                world.meetingPoint());
}

// Without join() there is no object to call these on.

Result<Peers::Finish> Peers::beginSum(const at::Tensor&) {
    return fail(ErrorCode::PeerLost, "c10d");
}

Status Peers::broadcast(const at::Tensor&) {
    return fail(ErrorCode::PeerLost, "c10d");
}

Result<std::vector<at::Tensor>> Peers::gather(const at::Tensor&) {
    return fail(ErrorCode::PeerLost, "c10d");
}

}  // namespace minarai::train

#endif  // MINARAI_C10D

namespace minarai::train {
namespace {

at::Tensor bytesOf(const std::string& text, std::int64_t size) {
    at::Tensor bytes = at::zeros({size}, at::kByte);
    std::copy(text.begin(), text.end(), bytes.data_ptr<std::uint8_t>());
    return bytes;
}

std::string textOf(const at::Tensor& bytes, std::int64_t size) {
    const auto* data = bytes.data_ptr<std::uint8_t>();
    return {data, data + size};
}

}  // namespace

Status Peers::sum(const at::Tensor& tensor) {
    MN_ASSIGN(const Finish finish, beginSum(tensor));
    return finish();
}

Result<std::string> Peers::textOfFirst(std::string text) {
    const at::Tensor size = at::scalar_tensor(static_cast<std::int64_t>(text.size()), at::kLong);
    MN_TRY(broadcast(size));
    const auto bytes = size.item<std::int64_t>();
    if (bytes == 0) {
        return std::string();
    }
    const at::Tensor content = isFirst() ? bytesOf(text, bytes) : at::zeros({bytes}, at::kByte);
    MN_TRY(broadcast(content));
    return textOf(content, bytes);
}

Result<std::vector<std::string>> Peers::gatherTexts(const std::string& text) {
    const at::Tensor size = at::full({1}, static_cast<std::int64_t>(text.size()), at::kLong);
    MN_ASSIGN(const std::vector<at::Tensor> sizes, gather(size));
    std::int64_t longest = 0;
    for (const at::Tensor& each : sizes) {
        longest = std::max(longest, each.item<std::int64_t>());
    }
    std::vector<std::string> texts(sizes.size());
    if (longest == 0) {
        return texts;
    }
    MN_ASSIGN(const std::vector<at::Tensor> contents, gather(bytesOf(text, longest)));
    for (std::size_t rank = 0; rank < texts.size(); ++rank) {
        texts[rank] = textOf(contents[rank], sizes[rank].item<std::int64_t>());
    }
    return texts;
}

Result<bool> Peers::any(bool mine) {
    const at::Tensor count = at::full({1}, mine ? 1 : 0, at::kLong);
    MN_TRY(sum(count));
    return count.item<std::int64_t>() > 0;
}

}  // namespace minarai::train
