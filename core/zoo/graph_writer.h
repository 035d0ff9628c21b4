// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How the architectures write their graphs: each call adds a node and returns its id.
#pragma once

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
};

class GraphWriter {
  public:
    using Settings = std::vector<std::pair<std::string_view, ParamValue>>;

    GraphWriter(std::string_view name, std::int64_t channels, std::int64_t height,
                std::int64_t width);

    std::string add(std::string id, std::string_view op, std::vector<std::string> inputs,
                    const Settings& settings = {});

    std::string conv(std::string id, std::string input, const Conv& conv);
    std::string batchNorm(std::string id, std::string input);
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

    /// The spec with the given output, checked with all its shapes.
    Result<spec::ModelSpec> finish(std::string output) &&;

  private:
    spec::ModelSpec m_spec;
    Status m_status;  ///< the first setting that was refused
};

}  // namespace minarai::zoo
