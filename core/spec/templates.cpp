// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec/templates.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/text.h"
#include "spec/blocks.h"
#include "spec/diagnosis.h"
#include "spec/draft.h"
#include "spec/op.h"

namespace minarai::spec {

namespace {

/// Adds one thing behind the other.
class Chain {
  public:
    Chain(std::string_view name, std::int64_t channels, std::int64_t size) {
        m_draft.name = name;
        m_draft.input = {channels, size, size};
    }

    Chain& layer(std::string_view op,
                 std::vector<std::pair<std::string_view, ParamValue>> settings = {}) {
        if (auto fragment = layerFragment(op)) {
            for (auto& [name, value] : settings) {
                // Names and ranges are those of the schema; the tests walk every template.
                static_cast<void>(findOp(op)->schema().set(fragment->nodes.front().params, name,
                                                           std::move(value)));
            }
            m_last = addFragment(m_draft, *fragment, m_last);
        }
        return *this;
    }

    Chain& conv(std::int64_t filters, std::int64_t kernel) {
        return layer("Conv2d", {{"out_channels", filters},
                                {"kernel_size", std::vector<std::int64_t>{kernel}},
                                {"padding", std::vector<std::int64_t>{kernel / 2}}});
    }

    Chain& block(std::string_view name) {
        const Diagnosis known = diagnose(m_draft);
        Shape shape(m_draft.input.begin(), m_draft.input.end());
        for (std::size_t i = 0; i < m_draft.nodes.size(); ++i) {
            if (m_draft.nodes[i].id == m_last) {
                shape = known.nodes[i].output;
            }
        }
        m_last = addFragment(m_draft, blockFragment(name, shape), m_last);
        return *this;
    }

    ModelSpec head(std::int64_t classes) {
        layer("AdaptiveAvgPool2d").layer("Flatten").layer("Linear", {{"out_features", classes}});
        m_draft.output = m_last;
        return std::move(m_draft);
    }

  private:
    ModelSpec m_draft;
    std::string m_last{kInputId};
};

}  // namespace

const std::vector<Template>& templates() {
    static const std::vector<Template> kTemplates{
        {"blank", MN_TEXT("Template", "Head alone"),
         MN_TEXT("Template", "Mean colours and one linear layer: add what comes before.")},
        {"cnn", MN_TEXT("Template", "Small CNN"),
         MN_TEXT("Template", "Three convolutions with pooling, as in a first tutorial.")},
        {"residual", MN_TEXT("Template", "Small residual network"),
         MN_TEXT("Template", "Residual blocks with pooling between them.")},
        {"mobile", MN_TEXT("Template", "Small depthwise network"),
         MN_TEXT("Template", "Depthwise separable blocks and squeeze-excite: few parameters.")},
    };
    return kTemplates;
}

ModelSpec templateSpec(std::string_view name, std::int64_t channels, std::int64_t size,
                       std::int64_t classes) {
    Chain chain("my_" + std::string(name), channels, size);
    if (name == "blank") {
        chain = Chain("my_model", channels, size);
    } else if (name == "cnn") {
        for (const std::int64_t filters : {32, 64, 128}) {
            chain.conv(filters, 3).layer("ReLU").layer("MaxPool2d");
        }
    } else if (name == "residual") {
        chain.conv(32, 3).layer("BatchNorm2d").layer("ReLU").block("residual").layer("MaxPool2d");
        chain.conv(64, 3).block("residual").layer("MaxPool2d").conv(128, 3).block("residual");
    } else if (name == "mobile") {
        chain.conv(32, 3).layer("BatchNorm2d").layer("ReLU").layer("MaxPool2d");
        chain.block("separable").block("se").conv(64, 1).layer("MaxPool2d");
        chain.block("separable").block("se");
    } else {
        return {};
    }
    return chain.head(classes);
}

}  // namespace minarai::spec
