// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// AugMix (Hendrycks et al. 2020), after torchvision/transforms/autoaugment.py.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "augment/distributions.h"
#include "augment/policy_ops.h"
#include "augment/transform_base.h"

namespace minarai::augment {
namespace {

constexpr int kBins = 10;
constexpr int kMaxWidth = 16;

using Chain = std::vector<PolicyOp>;

/// "Rotate 3,Equalize;ShearX 0.1" is two chains.
Result<std::vector<Chain>> chainsFromText(std::string_view text) {
    std::vector<Chain> chains;
    for (;;) {
        const std::size_t end = text.find(';');
        MN_ASSIGN(Chain chain, opsFromText(text.substr(0, end)));
        chains.push_back(std::move(chain));
        if (end == std::string_view::npos) {
            return chains;
        }
        text.remove_prefix(end + 1);
    }
}

class AugMix final : public BasicTransform {
  public:
    AugMix()
        : BasicTransform(
              "AugMix",
              {integerParam("severity", MN_TEXT("Param", "Strength"), 3)
                   .atLeast(1)
                   .atMost(kBins)
                   .about(MN_TEXT("Param", "How strong the single operations may be.")),
               integerParam("mixture_width", MN_TEXT("Param", "Chains"), 3)
                   .atLeast(1)
                   .atMost(kMaxWidth)
                   .about(MN_TEXT("Param", "How many variants are mixed with the picture itself.")),
               integerParam("chain_depth", MN_TEXT("Param", "Depth"), -1)
                   .atLeast(-1)
                   .atMost(kBins)
                   .about(MN_TEXT("Param",
                                  "Operations in a chain; 0 or -1 for one to three at random.")),
               realParam("alpha", MN_TEXT("Param", "Alpha"), 1.0)
                   .over(0)
                   .atMost(1000)
                   .about(MN_TEXT("Param", "Large values mix evenly, small ones favour one part.")),
               flagParam("all_ops", MN_TEXT("Param", "All operations"), true)
                   .about(MN_TEXT("Param", "With brightness, colour, contrast and sharpness.")),
               modeParam(), optionalFillParam()},
              {textParam("chains", MN_TEXT("Param", "Chains"), "")
                   .about(MN_TEXT("Param",
                                  "The operations of each variant; a semicolon between the "
                                  "chains.")),
               realsParam("weights", MN_TEXT("Param", "Weights"), {1.0})
                   .counts(1, kMaxWidth + 1)
                   .atLeast(0)
                   .atMost(1)
                   .about(MN_TEXT("Param", "The share of the picture itself and of each chain.")),
               modeParam(), optionalFillParam()},
              {"chains", "weights"}) {}

    [[nodiscard]] Params draw(const Params& params, int width, int height,
                              Rng& rng) const override {
        const std::vector<SpaceEntry> space = augmentationSpace(
            params.flag("all_ops") ? PolicySpace::AugMix : PolicySpace::AugMixWithoutColour, kBins,
            width, height);
        const auto count = static_cast<std::size_t>(params.integer("mixture_width"));
        const std::vector<double> parts = drawDirichlet(params.real("alpha"), 2, rng);
        std::vector<double> weights{parts[0]};
        for (const double share : drawDirichlet(params.real("alpha"), count, rng)) {
            weights.push_back(share * parts[1]);
        }
        std::string chains;
        for (std::size_t n = 0; n < count; ++n) {
            const std::int64_t given = params.integer("chain_depth");
            const std::int64_t depth =
                given > 0 ? given : 1 + static_cast<std::int64_t>(rng.below(3));
            Chain chain;
            for (std::int64_t d = 0; d < depth; ++d) {
                const SpaceEntry& entry = space[rng.below(space.size())];
                const std::size_t bin =
                    rng.below(static_cast<std::uint64_t>(params.integer("severity")));
                const bool isNegative = rng.below(2) == 1;
                chain.push_back(opOf(entry, bin, isNegative));
            }
            chains += n > 0 ? ";" : "";
            chains += opsText(chain);
        }
        Params drawn;
        drawn.set("chains", chains);
        drawn.set("weights", weights);
        return drawn;
    }

    [[nodiscard]] image::Image apply(const image::Image& picture, const Params& params,
                                     const Params& drawn) const override {
        const auto chains = chainsFromText(drawn.text("chains"));
        const std::vector<double> weights = drawn.reals("weights");
        if (!chains || weights.size() != chains->size() + 1) {
            return picture;
        }
        const std::string interpolation =
            having("interpolation", drawn, params).text("interpolation");
        const std::vector<std::int64_t> fill = having("fill", drawn, params).integers("fill");
        std::vector<float> mix(picture.rgb.size());
        const auto add = [&mix](const image::Image& part, double weight) {
            const auto share = static_cast<float>(weight);
            for (std::size_t i = 0; i < mix.size(); ++i) {
                mix[i] += share * static_cast<float>(part.rgb[i]);
            }
        };
        add(picture, weights.front());
        for (std::size_t n = 0; n < chains->size(); ++n) {
            image::Image current = picture;
            for (const PolicyOp& op : (*chains)[n]) {
                current = applyTensorOp(current, op, interpolation, fill);
            }
            add(current, weights[n + 1]);
        }
        image::Image out = picture;
        for (std::size_t i = 0; i < mix.size(); ++i) {
            out.rgb[i] = static_cast<std::uint8_t>(std::clamp(mix[i], 0.0F, 255.0F));
        }
        return out;
    }

    [[nodiscard]] Status check(const Params& params) const override {
        return checkFill("fill", params.integers("fill"));
    }

    [[nodiscard]] Status checkDrawn(const Params& params, const Params& drawn, int,
                                    int) const override {
        MN_ASSIGN(const std::vector<Chain> chains, chainsFromText(drawn.text("chains")));
        if (drawn.reals("weights").size() != chains.size() + 1) {
            return fail(ErrorCode::SettingConflict,
                        MN_TEXT("Error",
                                "“weights” needs one number for the picture itself and "
                                "one for each chain"));
        }
        return checkFill("fill", having("fill", drawn, params).integers("fill"));
    }

  private:
    /// torchvision's tensors know no bicubic warp.
    static ParamSpec modeParam() {
        return choiceParam("interpolation", MN_TEXT("Param", "Interpolation"), "bilinear",
                           {{"nearest", MN_TEXT("Param", "Nearest")},
                            {"bilinear", MN_TEXT("Param", "Bilinear")}})
            .about(MN_TEXT("Param", "How new pixels are computed from the old ones."));
    }
};

}  // namespace

const Transform& augMixTransform() {
    static const AugMix transform;
    return transform;
}

}  // namespace minarai::augment
