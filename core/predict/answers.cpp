// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "predict/answers_torch.h"

#include <cmath>
#include <utility>

#include <ATen/ATen.h>
#include <fmt/format.h>

#include "predict/device_torch.h"
#include "spec/summary.h"

namespace minarai::predict {
namespace {

constexpr std::int64_t kFewestPictures = 8;  ///< that say something about a network

bool mayGain(const nn::Network& network) {
    const auto summary = spec::summarize(network.spec());
    const bool isCuda = !network.parameters().empty() && network.parameters().front().is_cuda();
    return summary && computesBf16(isCuda) && summary->macs >= kWorthwhileMacs;
}

}  // namespace

Answers::Answers(std::shared_ptr<nn::Network> network, const std::string& precision)
    : m_network(std::move(network)) {
    m_usesBf16 = precision == "bf16";
    m_isDecided = precision != "auto" || !mayGain(*m_network);
}

nn::Inference& Answers::inFloat() {
    if (m_float == nullptr) {
        m_float = std::make_unique<nn::Inference>(m_network, nn::InferenceOptions{});
    }
    return *m_float;
}

nn::Inference& Answers::inBf16() {
    if (m_bf16 == nullptr) {
        m_bf16 = std::make_unique<nn::Inference>(m_network, nn::InferenceOptions{true, {}});
    }
    return *m_bf16;
}

at::Tensor Answers::logits(const at::Tensor& images) {
    if (m_usesBf16) {
        return inBf16().forward(images);
    }
    const at::Tensor exact = inFloat().forward(images);
    if (m_isDecided || images.size(0) < kFewestPictures) {
        return exact;
    }
    const at::Tensor fast = inBf16().forward(images);
    decide(exact, fast);
    // All pictures of a set are answered in the same precision.
    return m_usesBf16 ? fast : exact;
}

void Answers::decide(const at::Tensor& exact, const at::Tensor& fast) {
    const double difference = probabilityDifference(exact, fast);
    m_isDecided = true;
    m_usesBf16 = difference <= kProbabilityTolerance;  // false for a difference that is no number
    (m_usesBf16 ? m_float : m_bf16).reset();
    if (!m_usesBf16) {
        m_notice = fail(ErrorCode::PrecisionFellBack,
                        fmt::format("{:.3f} > {}", difference, kProbabilityTolerance));
    }
}

std::string Answers::precision() const {
    return m_usesBf16 ? "bf16" : "fp32";
}

std::optional<Error> Answers::takeNotice() {
    return std::exchange(m_notice, std::nullopt);
}

void Answers::refresh() {
    for (const auto& inference : {m_float.get(), m_bf16.get()}) {
        if (inference != nullptr) {
            inference->refresh();
        }
    }
}

void Answers::release() {
    for (const auto& inference : {m_float.get(), m_bf16.get()}) {
        if (inference != nullptr) {
            inference->release();
        }
    }
}

double probabilityDifference(const at::Tensor& logits, const at::Tensor& others) {
    const auto probabilities = [](const at::Tensor& x) {
        return at::softmax(x.to(at::kDouble), 1);
    };
    return (probabilities(logits) - probabilities(others)).abs().max().item<double>();
}

}  // namespace minarai::predict
