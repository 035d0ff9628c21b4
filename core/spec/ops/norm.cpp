// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Normalisation and dropout.
#include <fmt/format.h>

#include "spec/ops/families.h"
#include "spec/ops/support.h"

namespace minarai::spec::ops {

namespace {

class BatchNorm2d final : public DescribedOp {
  public:
    BatchNorm2d()
        : DescribedOp(
              "BatchNorm2d",
              MN_TEXT("Op", "Brings each channel to mean 0 and spread 1 over the batch."),
              ParamSchema({
                  realParam("eps", MN_TEXT("Op", "Epsilon"), 1e-5)
                      .over(0)
                      .atMost(1)
                      .expert()
                      .about(MN_TEXT("Op",
                                     "Added to the variance so that nothing is divided "
                                     "by 0.")),
                  realParam("momentum", MN_TEXT("Op", "Momentum"), 0.1)
                      .atLeast(0)
                      .atMost(1)
                      .expert()
                      .about(MN_TEXT("Op",
                                     "Share of a new batch in the running mean and variance "
                                     "which evaluation uses.")),
                  flagParam("affine", MN_TEXT("Op", "Scale and shift"), true)
                      .expert()
                      .about(MN_TEXT("Op", "Learns a factor and an offset for each channel.")),
                  inferredParam("num_features", MN_TEXT("Op", "Channels")),
              })) {}

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& params) const override {
        if (auto map = needsMap(name(), inputs[0]); !map) {
            return tl::unexpected(map.error());
        }
        if (auto channels = checkInferred(name(), params, "num_features", inputs[0][0]);
            !channels) {
            return tl::unexpected(channels.error());
        }
        return inputs[0];
    }

    [[nodiscard]] std::vector<TensorSpec> tensors(std::span<const Shape> inputs,
                                                  const Params& params) const override {
        const Shape channels{inputs[0][0]};
        std::vector<TensorSpec> all;
        if (params.flag("affine")) {
            all = {{"weight", channels}, {"bias", channels}};
        }
        all.push_back({"running_mean", channels, false});
        all.push_back({"running_var", channels, false});
        all.push_back({"num_batches_tracked", {}, false, true});
        return all;
    }
};

class Dropout final : public DescribedOp {
  public:
    Dropout(std::string_view name, std::string_view about, bool wholeMaps)
        : DescribedOp(name, about,
                      ParamSchema({realParam("p", MN_TEXT("Op", "Probability"), 0.5)
                                       .atLeast(0)
                                       .atMost(1)
                                       .about(MN_TEXT("Op",
                                                      "Share of the values set to 0 while "
                                                      "training; 0.5 as in the paper."))})),
          m_wholeMaps(wholeMaps) {}

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& /*params*/) const override {
        if (m_wholeMaps) {
            if (auto map = needsMap(name(), inputs[0]); !map) {
                return tl::unexpected(map.error());
            }
        }
        return inputs[0];
    }

  private:
    bool m_wholeMaps;
};

}  // namespace

OpList normalisationOps() {
    OpList list;
    list.push_back(std::make_unique<BatchNorm2d>());
    list.push_back(std::make_unique<Dropout>(
        "Dropout", MN_TEXT("Op", "Sets random values to 0 while training, against overfitting."),
        false));
    list.push_back(std::make_unique<Dropout>(
        "Dropout2d",
        MN_TEXT("Op", "Sets random whole channels to 0 while training, against overfitting."),
        true));
    return list;
}

}  // namespace minarai::spec::ops
