// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// RandomHorizontalFlip and RandomVerticalFlip.
#include "augment/transform_base.h"

namespace minarai::augment {
namespace {

class RandomFlip final : public AnySizeTransform {
  public:
    RandomFlip(std::string name, image::Image (*flip)(const image::Image&))
        : AnySizeTransform(std::move(name), {probabilityParam(0.5)},
                           {flagParam("flip", MN_TEXT("Param", "Flip"), true)
                                .about(MN_TEXT("Param", "Whether the picture is mirrored."))}),
          m_flip(flip) {}

    [[nodiscard]] Params draw(const Params& params, int, int, Rng& rng) const override {
        Params drawn;
        if (rng.chance(params.real("p"))) {
            drawn.set("flip", true);
        }
        return drawn;
    }

    [[nodiscard]] image::Image apply(const image::Image& picture, const Params&,
                                     const Params& drawn) const override {
        return drawn.flag("flip") ? m_flip(picture) : picture;
    }

  private:
    image::Image (*m_flip)(const image::Image&);
};

}  // namespace

const Transform& randomHorizontalFlipTransform() {
    static const RandomFlip transform("RandomHorizontalFlip", image::flipHorizontally);
    return transform;
}

const Transform& randomVerticalFlipTransform() {
    static const RandomFlip transform("RandomVerticalFlip", image::flipVertically);
    return transform;
}

}  // namespace minarai::augment
