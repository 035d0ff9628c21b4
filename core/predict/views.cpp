// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "predict/views.h"

#include <algorithm>

#include "augment/transform.h"
#include "image/resample.h"

namespace minarai::predict {
namespace {

constexpr double kAngle = 10.0;
constexpr double kBrightness = 0.15;

image::Image rotated(const image::Image& picture, double angle) {
    const augment::Transform* rotation = augment::findTransform("RandomRotation");
    Params params = rotation->schema().defaults();
    params.set("interpolation", std::string("bilinear"));
    Params drawn = rotation->drawnSchema().defaults();
    drawn.set("angle", angle);
    return rotation->apply(picture, params, drawn);
}

image::Image brightened(image::Image picture, double factor) {
    for (auto& value : picture.rgb) {
        value = static_cast<std::uint8_t>(std::clamp(value * factor, 0.0, 255.0));
    }
    return picture;
}

}  // namespace

std::vector<image::Image> testTimeViews(const image::Image& picture,
                                        const augment::PreprocessSpec& preprocess, int views) {
    const int count = std::clamp(views, 1, kMostViews);
    const image::Image plain = augment::fit(picture, preprocess);
    const image::Image mirror = image::flipHorizontally(plain);
    std::vector<image::Image> all;
    for (int view = 0; view < count; ++view) {
        switch (view) {
            case 0:
                all.push_back(plain);
                break;
            case 1:
                all.push_back(mirror);
                break;
            case 2:
                all.push_back(rotated(plain, -kAngle));
                break;
            case 3:
                all.push_back(rotated(plain, kAngle));
                break;
            case 4:
                all.push_back(brightened(plain, 1 - kBrightness));
                break;
            case 5:
                all.push_back(brightened(plain, 1 + kBrightness));
                break;
            case 6:
                all.push_back(rotated(mirror, -kAngle));
                break;
            default:
                all.push_back(rotated(mirror, kAngle));
                break;
        }
    }
    return all;
}

}  // namespace minarai::predict
