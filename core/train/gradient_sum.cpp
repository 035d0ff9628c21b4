// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/gradient_sum_torch.h"

#include <algorithm>
#include <array>
#include <utility>

#include <ATen/ATen.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/utils/lambda_post_hook.h>
#include <torch/csrc/autograd/variable.h>

namespace minarai::train {
namespace {

using torch::autograd::Node;
using torch::autograd::variable_list;

/// The numbers of a word before the presence of each parameter's gradient.
constexpr std::int64_t kNumbers = 8;

at::Tensor tensorOf(const UpdateWord& word, const std::vector<char>& present) {
    const auto count = static_cast<std::int64_t>(present.size());
    at::Tensor tensor = at::zeros({kNumbers + count}, at::kDouble);
    const std::array<double, kNumbers> numbers{word.divisor,
                                               word.lossSum,
                                               static_cast<double>(word.correct),
                                               static_cast<double>(word.images),
                                               static_cast<double>(word.stopped),
                                               static_cast<double>(word.notANumber),
                                               static_cast<double>(word.infinite),
                                               static_cast<double>(word.outOfMemory)};
    auto* data = tensor.data_ptr<double>();
    data = std::copy(numbers.begin(), numbers.end(), data);
    std::transform(present.begin(), present.end(), data,
                   [](char isThere) { return isThere != 0 ? 1.0 : 0.0; });
    return tensor;
}

UpdateWord wordOf(const at::Tensor& tensor) {
    const auto* data = tensor.data_ptr<double>();
    const auto count = [&](int index) { return static_cast<std::int64_t>(data[index]); };
    return {data[0], data[1], count(2), count(3), count(4), count(5), count(6), count(7)};
}

}  // namespace

/// The place behind which a parameter's gradient is whole. Torch holds it weakly.
struct GradientSum::Hook {
    std::shared_ptr<Node> accumulator;
    std::uintptr_t key = 0;
};

GradientSum::GradientSum(Peers& peers, std::vector<at::Tensor> parameters)
    : GradientSum(peers, std::move(parameters), Sizes()) {}

GradientSum::GradientSum(Peers& peers, std::vector<at::Tensor> parameters, const Sizes& sizes)
    : m_peers(peers), m_parameters(std::move(parameters)) {
    m_bucketOf.resize(m_parameters.size());
    m_present.resize(m_parameters.size());
    fill(sizes);
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
        auto accumulator = torch::autograd::impl::grad_accumulator(m_parameters[i]);
        auto hook = std::make_unique<torch::autograd::utils::LambdaPostHook>(
            [this, i](const variable_list& outputs, const variable_list&) {
                arrived(i);
                return outputs;
            });
        const std::uintptr_t key = accumulator->add_post_hook(std::move(hook));
        m_hooks.push_back({std::move(accumulator), key});
    }
    begin();
}

GradientSum::~GradientSum() {
    for (const Hook& hook : m_hooks) {
        hook.accumulator->del_post_hook(hook.key);
    }
}

void GradientSum::fill(const Sizes& sizes) {
    std::size_t bytes = 0;
    for (std::size_t i = m_parameters.size(); i-- > 0;) {
        const std::size_t limit = m_buckets.size() <= 1 ? sizes.firstBytes : sizes.bytes;
        const bool fits = !m_buckets.empty() && bytes < limit &&
                          m_parameters[m_buckets.back().members.front()].options().type_equal(
                              m_parameters[i].options());
        if (!fits) {
            m_buckets.emplace_back();
            bytes = 0;
        }
        m_buckets.back().members.push_back(i);
        m_bucketOf[i] = m_buckets.size() - 1;
        bytes += m_parameters[i].nbytes();
    }
    for (Bucket& bucket : m_buckets) {
        std::int64_t count = 0;
        for (const std::size_t member : bucket.members) {
            count += m_parameters[member].numel();
        }
        bucket.flat = at::zeros({count}, m_parameters[bucket.members.front()].options());
        std::int64_t first = 0;
        for (const std::size_t member : bucket.members) {
            // A gradient has its parameter's layout as a rule: its copy is one straight run then.
            const at::Tensor& parameter = m_parameters[member];
            const at::Tensor room = bucket.flat.narrow(0, first, parameter.numel());
            bucket.parts.push_back(parameter.is_non_overlapping_and_dense()
                                       ? room.as_strided(parameter.sizes(), parameter.strides())
                                       : room.view(parameter.sizes()));
            first += parameter.numel();
        }
    }
}

void GradientSum::begin() {
    m_isArmed = false;
    m_next = 0;
    m_failure = Status();
    std::fill(m_present.begin(), m_present.end(), char{0});
    for (Bucket& bucket : m_buckets) {
        bucket.missing = bucket.members.size();
        bucket.finish = nullptr;
    }
}

void GradientSum::arm() {
    m_isArmed = true;
}

void GradientSum::arrived(std::size_t parameter) {
    if (!m_isArmed) {
        return;
    }
    --m_buckets[m_bucketOf[parameter]].missing;
    while (m_next < m_buckets.size() && m_buckets[m_next].missing == 0) {
        send(m_buckets[m_next++]);
    }
}

void GradientSum::send(Bucket& bucket) {
    const at::NoGradGuard noGrad;
    for (std::size_t i = 0; i < bucket.members.size(); ++i) {
        const std::size_t member = bucket.members[i];
        const at::Tensor& gradient = m_parameters[member].grad();
        m_present[member] = gradient.defined() ? 1 : 0;
        if (gradient.defined()) {
            bucket.parts[i].copy_(gradient);
        } else {
            bucket.parts[i].zero_();
        }
    }
    Result<Peers::Finish> begun = m_peers.beginSum(bucket.flat);
    if (begun) {
        bucket.finish = *std::move(begun);
    } else if (m_failure) {
        m_failure = Status(begun.error());
    }
}

Result<UpdateWord> GradientSum::finish(const UpdateWord& mine) {
    m_isArmed = false;
    while (m_next < m_buckets.size()) {
        send(m_buckets[m_next++]);
    }
    MN_TRY(m_failure);
    const at::Tensor word = tensorOf(mine, m_present);
    // The word is always carried by Gloo, which notices a lost process; NCCL would wait for it.
    MN_TRY(m_peers.sum(word));
    const at::Tensor present =
        word.narrow(0, kNumbers, static_cast<std::int64_t>(m_parameters.size()));
    for (Bucket& bucket : m_buckets) {
        MN_TRY(bucket.finish());
        takeBack(bucket, present);
    }
    return wordOf(word);
}

void GradientSum::takeBack(const Bucket& bucket, const at::Tensor& present) const {
    const at::NoGradGuard noGrad;
    const auto* isThere = present.data_ptr<double>();
    for (std::size_t i = 0; i < bucket.members.size(); ++i) {
        const std::size_t member = bucket.members[i];
        if (isThere[member] == 0) {
            continue;
        }
        at::Tensor parameter = m_parameters[member];
        if (!parameter.grad().defined()) {
            parameter.mutable_grad() = at::empty_like(parameter);
        }
        parameter.mutable_grad().copy_(bucket.parts[i]);
    }
}

}  // namespace minarai::train
