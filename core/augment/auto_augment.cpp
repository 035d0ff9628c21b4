// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// AutoAugment, RandAugment and TrivialAugmentWide, after torchvision/transforms/autoaugment.py.
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "augment/auto_augment_tables.h"
#include "augment/policy_ops.h"
#include "augment/transform_base.h"

namespace minarai::augment {
namespace {

/// What the three have in common: operations on the picture, one after the other.
class PolicyTransform : public BasicTransform {
  public:
    [[nodiscard]] image::Image apply(const image::Image& picture, const Params& params,
                                     const Params& drawn) const override {
        const std::string interpolation =
            having("interpolation", drawn, params).text("interpolation");
        const Colour fill = colourOf(having("fill", drawn, params).integers("fill"));
        image::Image current = picture;
        for (const PolicyOp& op :
             opsFromText(drawn.text("ops")).value_or(std::vector<PolicyOp>())) {
            current = applyOp(current, op, interpolation, fill);
        }
        return current;
    }

    [[nodiscard]] Status check(const Params& params) const override {
        return checkFill("fill", params.integers("fill"));
    }

    [[nodiscard]] Status checkDrawn(const Params& params, const Params& drawn, int,
                                    int) const override {
        MN_TRY(opsFromText(drawn.text("ops")));
        return checkFill("fill", having("fill", drawn, params).integers("fill"));
    }

  protected:
    PolicyTransform(std::string name, std::vector<ParamSpec> own)
        : BasicTransform(std::move(name), withCommon(std::move(own)),
                         {opsParam(), interpolationParam(false, "nearest"), optionalFillParam()},
                         {"ops"}) {}

    /// A policy that chose nothing draws nothing.
    static Params drawnOps(const std::vector<PolicyOp>& ops) {
        Params drawn;
        if (!ops.empty()) {
            drawn.set("ops", opsText(ops));
        }
        return drawn;
    }

  private:
    static std::vector<ParamSpec> withCommon(std::vector<ParamSpec> own) {
        own.push_back(interpolationParam(false, "nearest"));
        own.push_back(optionalFillParam());
        return own;
    }
};

ParamSpec binsParam() {
    return integerParam("num_magnitude_bins", MN_TEXT("Param", "Steps of strength"), 31)
        .atLeast(2)
        .atMost(1000)
        .about(MN_TEXT("Param", "In how many steps the strength goes from none to the most."))
        .expert();
}

/// One entry of a space, chosen evenly.
const SpaceEntry& anyOf(const std::vector<SpaceEntry>& space, Rng& rng) {
    return space[rng.below(space.size())];
}

class AutoAugment final : public PolicyTransform {
  public:
    AutoAugment()
        : PolicyTransform(
              "AutoAugment",
              {choiceParam("policy", MN_TEXT("Param", "Policy"), "imagenet",
                           {{"imagenet", "ImageNet"}, {"cifar10", "CIFAR-10"}, {"svhn", "SVHN"}})
                   .about(MN_TEXT("Param", "The data set it was learned on."))}) {}

    [[nodiscard]] Params draw(const Params& params, int width, int height,
                              Rng& rng) const override {
        constexpr int kBins = 10;
        const auto& policies = autoAugmentPolicies(params.text("policy"));
        const SubPolicy& policy = policies[rng.below(policies.size())];
        const std::vector<SpaceEntry> space =
            augmentationSpace(PolicySpace::AutoAugment, kBins, width, height);
        std::vector<PolicyOp> ops;
        for (const SubPolicyOp& one : policy) {
            const bool acts = rng.uniform() <= one.probability;
            const bool isNegative = rng.below(2) == 0;
            for (const SpaceEntry& entry : space) {
                if (acts && entry.name == one.name) {
                    ops.push_back(opOf(entry, static_cast<std::size_t>(one.bin), isNegative));
                }
            }
        }
        return drawnOps(ops);
    }
};

class RandAugment final : public PolicyTransform {
  public:
    RandAugment()
        : PolicyTransform(
              "RandAugment",
              {integerParam("num_ops", MN_TEXT("Param", "Operations"), 2)
                   .atLeast(0)
                   .atMost(16)
                   .about(MN_TEXT("Param", "How many operations act one after the other.")),
               integerParam("magnitude", MN_TEXT("Param", "Strength"), 9)
                   .atLeast(0)
                   .atMost(999)
                   .about(MN_TEXT("Param",
                                  "Step of the strength, from 0 to one less than the number of "
                                  "steps.")),
               binsParam()}) {}

    [[nodiscard]] Params draw(const Params& params, int width, int height,
                              Rng& rng) const override {
        const std::vector<SpaceEntry> space = augmentationSpace(
            PolicySpace::RandAugment, static_cast<int>(params.integer("num_magnitude_bins")), width,
            height);
        std::vector<PolicyOp> ops;
        for (std::int64_t n = 0; n < params.integer("num_ops"); ++n) {
            const SpaceEntry& entry = anyOf(space, rng);
            const bool isNegative = rng.below(2) == 1;
            ops.push_back(
                opOf(entry, static_cast<std::size_t>(params.integer("magnitude")), isNegative));
        }
        return drawnOps(ops);
    }

    [[nodiscard]] Status check(const Params& params) const override {
        if (params.integer("magnitude") >= params.integer("num_magnitude_bins")) {
            return fail(ErrorCode::SettingConflict,
                        MN_TEXT("Error", "“magnitude” must be smaller than “num_magnitude_bins”"));
        }
        return PolicyTransform::check(params);
    }
};

class TrivialAugmentWide final : public PolicyTransform {
  public:
    TrivialAugmentWide() : PolicyTransform("TrivialAugmentWide", {binsParam()}) {}

    [[nodiscard]] Params draw(const Params& params, int width, int height,
                              Rng& rng) const override {
        const auto bins = static_cast<int>(params.integer("num_magnitude_bins"));
        const std::vector<SpaceEntry> space =
            augmentationSpace(PolicySpace::TrivialAugmentWide, bins, width, height);
        const SpaceEntry& entry = anyOf(space, rng);
        const std::size_t bin = rng.below(static_cast<std::uint64_t>(bins));
        const bool isNegative = rng.below(2) == 1;
        return drawnOps({opOf(entry, bin, isNegative)});
    }
};

}  // namespace

const Transform& autoAugmentTransform() {
    static const AutoAugment transform;
    return transform;
}

const Transform& randAugmentTransform() {
    static const RandAugment transform;
    return transform;
}

const Transform& trivialAugmentWideTransform() {
    static const TrivialAugmentWide transform;
    return transform;
}

}  // namespace minarai::augment
