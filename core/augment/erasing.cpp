// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// RandomErasing (Zhong et al. 2017), after torchvision/transforms/transforms.py. It acts on the
// normalised tensor: a value of 0 is the data set's mean colour there, and "random" is noise of
// the spread that normalised pictures have.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "augment/transform_base.h"

namespace minarai::augment {
namespace {

constexpr double kMaxValue = 1e6;

/// "0", "0.5" or "0.1,0.2,0.3"; empty for "random"; nothing for another text.
std::optional<std::vector<double>> valuesOf(std::string_view text) {
    std::vector<double> values;
    if (text == "random") {
        return values;
    }
    const char* at = text.data();
    const char* const end = text.data() + text.size();
    for (;;) {
        while (at != end && *at == ' ') {
            ++at;
        }
        double value = 0;
        const auto read = std::from_chars(at, end, value);
        if (read.ec != std::errc() || !(std::fabs(value) <= kMaxValue)) {
            return std::nullopt;
        }
        values.push_back(value);
        at = read.ptr;
        while (at != end && *at == ' ') {
            ++at;
        }
        if (at == end) {
            break;
        }
        if (*at != ',') {
            return std::nullopt;
        }
        ++at;
    }
    return values.size() == 1 || values.size() == 3 ? std::optional(values) : std::nullopt;
}

/// The part of an erased area that lies inside the picture.
struct Area {
    int top = 0, left = 0, bottom = 0, right = 0;

    Area(const Params& drawn, int height, int width) {
        const auto inside = [](std::int64_t position, int length) {
            return static_cast<int>(std::clamp<std::int64_t>(position, 0, length));
        };
        top = inside(drawn.integer("i"), height);
        left = inside(drawn.integer("j"), width);
        bottom = inside(drawn.integer("i") + drawn.integer("h"), height);
        right = inside(drawn.integer("j") + drawn.integer("w"), width);
    }
};

ParamSpec pixelParam(std::string name, std::string label, std::string about) {
    return integerParam(std::move(name), std::move(label), 0)
        .atLeast(0)
        .atMost(1 << 28)
        .in("px")
        .about(std::move(about));
}

class RandomErasing final : public BasicTransform {
  public:
    RandomErasing()
        : BasicTransform(
              "RandomErasing",
              {probabilityParam(0.5),
               realsParam("scale", MN_TEXT("Param", "Area"), {0.02, 0.33})
                   .counts(2, 2)
                   .atLeast(0)
                   .atMost(1)
                   .about(MN_TEXT("Param",
                                  "Smallest and largest share of the picture's area that is "
                                  "erased.")),
               realsParam("ratio", MN_TEXT("Param", "Aspect ratio"), {0.3, 3.3})
                   .counts(2, 2)
                   .atLeast(0.01)
                   .atMost(100)
                   .about(MN_TEXT("Param",
                                  "Smallest and largest height divided by width of the erased "
                                  "area.")),
               textParam("value", MN_TEXT("Param", "Value"), "0")
                   .about(MN_TEXT("Param",
                                  "What the erased area holds after Normalize: one number, three "
                                  "numbers for red, green and blue, or “random” for noise."))},
              {pixelParam("i", MN_TEXT("Param", "Top"), MN_TEXT("Param", "First erased row.")),
               pixelParam("j", MN_TEXT("Param", "Left"), MN_TEXT("Param", "First erased column.")),
               pixelParam("h", MN_TEXT("Param", "Height"),
                          MN_TEXT("Param", "Number of erased rows.")),
               pixelParam("w", MN_TEXT("Param", "Width"),
                          MN_TEXT("Param", "Number of erased columns.")),
               realsParam("v", MN_TEXT("Param", "Value"), {0.0})
                   .counts(1, 3)
                   .atLeast(-kMaxValue)
                   .atMost(kMaxValue)
                   .about(MN_TEXT("Param", "What the erased area holds.")),
               integerParam("noise_seed", MN_TEXT("Param", "Seed of the noise"), 0)
                   .atLeast(0)
                   .about(
                       MN_TEXT("Param", "With a seed over 0 the area holds normal noise instead."))
                   .expert()},
              {"i", "j", "h", "w"}) {}

    [[nodiscard]] bool actsOnTensor() const override { return true; }

    [[nodiscard]] Params draw(const Params& params, int width, int height,
                              Rng& rng) const override {
        constexpr int kAttempts = 10;
        if (!rng.chance(params.real("p"))) {
            return {};
        }
        const std::vector<double> scale = params.reals("scale");
        const std::vector<double> ratio = params.reals("ratio");
        const double area = static_cast<double>(width) * height;
        for (int attempt = 0; attempt < kAttempts; ++attempt) {
            const double target = area * rng.uniform(scale[0], scale[1]);
            const double aspect = std::exp(rng.uniform(std::log(ratio[0]), std::log(ratio[1])));
            const std::int64_t h = roundHalfEven(std::sqrt(target * aspect));
            const std::int64_t w = roundHalfEven(std::sqrt(target / aspect));
            if (h >= height || w >= width) {
                continue;
            }
            const auto offset = [&rng](std::int64_t room) {
                return static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(room) + 1));
            };
            Params drawn;
            drawn.set("i", offset(height - h));
            drawn.set("j", offset(width - w));
            drawn.set("h", h);
            drawn.set("w", w);
            const auto values = valuesOf(params.text("value"));
            if (values && values->empty()) {
                drawn.set("noise_seed", static_cast<std::int64_t>(rng.next() >> 12U) + 1);
            } else {
                drawn.set("v", values.value_or(std::vector<double>{0.0}));
            }
            return drawn;
        }
        return {};
    }

    void applyToTensor(float* chw, int channels, int height, int width, const Params&,
                       const Params& drawn) const override {
        const Area area(drawn, height, width);
        const std::vector<double> values = drawn.reals("v");
        const std::int64_t seed = drawn.integer("noise_seed");
        Rng noise(static_cast<std::uint64_t>(seed));
        for (int c = 0; c < channels; ++c) {
            const double value =
                values.empty() ? 0.0 : values[values.size() == 3 ? static_cast<std::size_t>(c) : 0];
            for (int y = area.top; y < area.bottom; ++y) {
                float* row = chw + (static_cast<std::ptrdiff_t>(c) * height + y) * width;
                for (int x = area.left; x < area.right; ++x) {
                    row[x] = static_cast<float>(seed > 0 ? noise.normal() : value);
                }
            }
        }
    }

    /// As if the picture were a tensor of 0 ... 1, as ToTensor makes it.
    [[nodiscard]] image::Image apply(const image::Image& picture, const Params& params,
                                     const Params& drawn) const override {
        const std::size_t pixels = picture.rgb.size() / 3;
        std::vector<float> tensor(picture.rgb.size());
        for (std::size_t i = 0; i < pixels; ++i) {
            for (std::size_t c = 0; c < 3; ++c) {
                tensor[c * pixels + i] = static_cast<float>(picture.rgb[i * 3 + c]) / 255.0F;
            }
        }
        applyToTensor(tensor.data(), 3, picture.height, picture.width, params, drawn);
        image::Image out = picture;
        const Area area(drawn, picture.height, picture.width);
        for (int y = area.top; y < area.bottom; ++y) {
            for (int x = area.left; x < area.right; ++x) {
                const std::size_t i =
                    static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
                    static_cast<std::size_t>(x);
                for (std::size_t c = 0; c < 3; ++c) {
                    out.rgb[i * 3 + c] = static_cast<std::uint8_t>(
                        std::clamp(tensor[c * pixels + i] * 255.0F, 0.0F, 255.0F));
                }
            }
        }
        return out;
    }

    [[nodiscard]] Status check(const Params& params) const override {
        MN_TRY(checkRange("scale", params.reals("scale")));
        MN_TRY(checkRange("ratio", params.reals("ratio")));
        if (!valuesOf(params.text("value"))) {
            return fail(ErrorCode::SettingRange, "value", params.text("value").substr(0, 80),
                        MN_TEXT("Error", "one number, three numbers or “random”"));
        }
        return {};
    }

    [[nodiscard]] Status checkDrawn(const Params&, const Params& drawn, int, int) const override {
        if (drawn.reals("v").size() == 2) {
            return fail(ErrorCode::SettingRange, "v", ParamSchema::valueText(drawn.reals("v")),
                        MN_TEXT("Error", "one value or three"));
        }
        return {};
    }
};

}  // namespace

const Transform& randomErasingTransform() {
    static const RandomErasing transform;
    return transform;
}

}  // namespace minarai::augment
