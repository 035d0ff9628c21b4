// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How the architectures write their graphs: each call adds a node and returns its id.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "spec/model_spec.h"

namespace minarai::zoo {

/// The usual numbers of a convolution; the rest through GraphWriter::add.
struct Conv {
    std::int64_t out = 0;
    std::int64_t kernel = 3;
    std::int64_t stride = 1;
    std::int64_t padding = 0;
    std::int64_t groups = 1;
    bool bias = true;
    std::string init = "default";
    double initStd = 0.01;  ///< for the init "normal"
};

class GraphWriter {
  public:
    using Settings = std::vector<std::pair<std::string_view, ParamValue>>;

    GraphWriter(std::string_view name, std::int64_t channels, std::int64_t height,
                std::int64_t width);

    std::string add(std::string id, std::string_view op, std::vector<std::string> inputs,
                    const Settings& settings = {});

    std::string conv(std::string id, std::string input, const Conv& conv);
    std::string batchNorm(std::string id, std::string input, double eps = 1e-5,
                          double momentum = 0.1);
    std::string relu(std::string id, std::string input);
    std::string maxPool(std::string id, std::string input, std::int64_t kernel, std::int64_t stride,
                        std::int64_t padding = 0);
    std::string avgPool(std::string id, std::string input, std::int64_t kernel);
    std::string adaptiveAvgPool(std::string id, std::string input, std::int64_t size);
    std::string flatten(std::string id, std::string input);
    std::string dropout(std::string id, std::string input, double p);
    std::string linear(std::string id, std::string input, std::int64_t out);
    /// With normally distributed weights and a bias of 0, as several models of torchvision.
    std::string linearNormal(std::string id, std::string input, std::int64_t out, double std);
    /// The same at each place of maps with channels last or of windows of tokens.
    std::string linearAtPlaces(std::string id, std::string input, std::int64_t out, double std,
                               bool bias = true);

    /// Says that PyTorch registers the node's module before its sibling of this name.
    void registerBefore(const std::string& id, std::string sibling);

    /// Makes finish() fail, for inputs that the architecture does not take.
    void refuse(const Error& error);

    /// Channels, height and width of the input.
    [[nodiscard]] const std::array<std::int64_t, 3>& input() const { return m_spec.input; }
    [[nodiscard]] const std::string& name() const { return m_spec.name; }

    /// A further output for training; its head has as many classes.
    void addAuxiliary(std::string id);

    /// The spec with the given output, checked with all its shapes.
    Result<spec::ModelSpec> finish(std::string output) &&;

  private:
    spec::ModelSpec m_spec;
    Status m_status;  ///< the first setting that was refused
};

}  // namespace minarai::zoo
