// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// ColorJitter, Grayscale and RandomGrayscale: Pillow's ImageEnhance (a blend in float32 that
// truncates) and its 8-bit HSV (Pillow 9.4, libImaging/Blend.c and Convert.c).
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "augment/transform_base.h"

namespace minarai::augment {
namespace {

constexpr std::array<std::string_view, 4> kFactors{"brightness", "contrast", "saturation", "hue"};

void adjustBrightness(image::Image& picture, double factor) {
    blendWithGrey(picture.rgb.data(), picture.rgb.size(), 0, static_cast<float>(factor));
}

void adjustContrast(image::Image& picture, double factor) {
    const std::size_t pixels = picture.rgb.size() / 3;
    const double mean = static_cast<double>(lumaSum(picture.rgb.data(), pixels)) /
                        static_cast<double>(std::max<std::size_t>(pixels, 1));
    blendWithGrey(picture.rgb.data(), picture.rgb.size(), static_cast<int>(mean + 0.5),
                  static_cast<float>(factor));
}

void adjustSaturation(image::Image& picture, double factor) {
    blendWithLuma(picture.rgb.data(), picture.rgb.size() / 3, static_cast<float>(factor));
}

struct Hsv {
    std::uint8_t h = 0, s = 0, v = 0;
};

/// The mixture of float and double is the original's; it decides the last bit.
Hsv toHsv(const std::uint8_t* rgb) {
    const std::uint8_t maxC = std::max({rgb[0], rgb[1], rgb[2]});
    const std::uint8_t minC = std::min({rgb[0], rgb[1], rgb[2]});
    if (minC == maxC) {
        return {0, 0, maxC};
    }
    const auto range = static_cast<float>(maxC - minC);
    const float saturation = range / static_cast<float>(maxC);
    const float rc = static_cast<float>(maxC - rgb[0]) / range;
    const float gc = static_cast<float>(maxC - rgb[1]) / range;
    const float bc = static_cast<float>(maxC - rgb[2]) / range;
    float hue = 0;
    if (rgb[0] == maxC) {
        hue = bc - gc;
    } else if (rgb[1] == maxC) {
        hue = static_cast<float>(2.0 + static_cast<double>(rc) - static_cast<double>(bc));
    } else {
        hue = static_cast<float>(4.0 + static_cast<double>(gc) - static_cast<double>(rc));
    }
    const double turns = static_cast<double>(hue) / 6.0 + 1.0;  // 5/6 ... 11/6
    hue = static_cast<float>(turns >= 1.0 ? turns - 1.0 : turns);
    return {static_cast<std::uint8_t>(std::clamp(static_cast<int>(hue * 255.0), 0, 255)),
            static_cast<std::uint8_t>(std::clamp(static_cast<int>(saturation * 255.0), 0, 255)),
            maxC};
}

std::uint8_t rounded(double value) {
    return static_cast<std::uint8_t>(std::clamp(static_cast<int>(std::round(value)), 0, 255));
}

void fromHsv(const Hsv& hsv, std::uint8_t* rgb) {
    if (hsv.s == 0) {
        rgb[0] = rgb[1] = rgb[2] = hsv.v;
        return;
    }
    const double sixths = static_cast<double>(hsv.h) * 6.0 / 255.0;
    const int sector = static_cast<int>(sixths);
    const auto f = static_cast<float>(sixths - sector);
    const auto fs = static_cast<float>(static_cast<double>(hsv.s) / 255.0);
    const double v = hsv.v;
    const float fsf = fs * f;
    const std::uint8_t p = rounded(v * (1.0 - static_cast<double>(fs)));
    const std::uint8_t q = rounded(v * (1.0 - static_cast<double>(fsf)));
    const std::uint8_t t =
        rounded(v * (1.0 - static_cast<double>(fs) * (1.0 - static_cast<double>(f))));
    const auto write = [rgb](std::uint8_t r, std::uint8_t g, std::uint8_t b) {
        rgb[0] = r;
        rgb[1] = g;
        rgb[2] = b;
    };
    switch (sector % 6) {
        case 0:
            write(hsv.v, t, p);
            break;
        case 1:
            write(q, hsv.v, p);
            break;
        case 2:
            write(p, hsv.v, t);
            break;
        case 3:
            write(p, q, hsv.v);
            break;
        case 4:
            write(t, p, hsv.v);
            break;
        default:
            write(hsv.v, p, q);
            break;
    }
}

void adjustHue(image::Image& picture, double factor) {
    const auto shift = static_cast<std::uint8_t>(static_cast<int>(factor * 255));
    for (std::size_t i = 0; i + 2 < picture.rgb.size(); i += 3) {
        Hsv hsv = toHsv(&picture.rgb[i]);
        hsv.h = static_cast<std::uint8_t>(hsv.h + shift);
        fromHsv(hsv, &picture.rgb[i]);
    }
}

void adjust(image::Image& picture, std::string_view what, double factor) {
    if (what == "brightness") {
        adjustBrightness(picture, factor);
    } else if (what == "contrast") {
        adjustContrast(picture, factor);
    } else if (what == "saturation") {
        adjustSaturation(picture, factor);
    } else if (what == "hue") {
        adjustHue(picture, factor);
    }
}

/// "brightness,hue" as its names; without a list the functional order of torchvision.
std::vector<std::string> orderOf(const Params& drawn) {
    std::vector<std::string> names;
    const std::string text = drawn.text("order");
    if (text.empty()) {
        for (const std::string_view factor : kFactors) {
            if (drawn.has(factor)) {
                names.emplace_back(factor);
            }
        }
        return names;
    }
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        std::string name = text.substr(begin, end - begin);
        std::erase(name, ' ');
        // torchvision's get_params names them by their number in the functional order.
        if (name.size() == 1 && name[0] >= '0' &&
            name[0] < '0' + static_cast<int>(kFactors.size())) {
            name = kFactors[static_cast<std::size_t>(name[0] - '0')];
        }
        names.push_back(std::move(name));
        begin = end + 1;
    }
    return names;
}

ParamSpec jitterParam(std::string name, std::string label, std::string about) {
    return realsParam(std::move(name), std::move(label), {0.0})
        .counts(1, 2)
        .atLeast(0)
        .atMost(100)
        .about(std::move(about));
}

ParamSpec factorParam(std::string name, std::string label) {
    return realParam(std::move(name), std::move(label), 1.0)
        .atLeast(0)
        .atMost(1000)
        .about(MN_TEXT("Param", "1 leaves the picture as it is."));
}

class ColorJitter final : public AnySizeTransform {
  public:
    ColorJitter()
        : AnySizeTransform(
              "ColorJitter",
              {jitterParam(
                   "brightness", MN_TEXT("Param", "Brightness"),
                   MN_TEXT("Param", "Range of the factor; one number b means 1 - b to 1 + b.")),
               jitterParam(
                   "contrast", MN_TEXT("Param", "Contrast"),
                   MN_TEXT("Param", "Range of the factor; one number c means 1 - c to 1 + c.")),
               jitterParam(
                   "saturation", MN_TEXT("Param", "Saturation"),
                   MN_TEXT("Param", "Range of the factor; one number s means 1 - s to 1 + s.")),
               realsParam("hue", MN_TEXT("Param", "Hue"), {0.0})
                   .counts(1, 2)
                   .atLeast(-0.5)
                   .atMost(0.5)
                   .about(MN_TEXT("Param",
                                  "Range of the shift in turns of the colour wheel; one number h "
                                  "means -h to h."))},
              {factorParam("brightness", MN_TEXT("Param", "Brightness")),
               factorParam("contrast", MN_TEXT("Param", "Contrast")),
               factorParam("saturation", MN_TEXT("Param", "Saturation")),
               realParam("hue", MN_TEXT("Param", "Hue"), 0.0)
                   .atLeast(-0.5)
                   .atMost(0.5)
                   .about(MN_TEXT("Param", "Shift in turns of the colour wheel.")),
               textParam("order", MN_TEXT("Param", "Order"), "")
                   .about(MN_TEXT("Param",
                                  "Names of the changes in the order in which they act."))}) {}

    [[nodiscard]] Params draw(const Params& params, int, int, Rng& rng) const override {
        std::vector<std::string_view> order(kFactors.begin(), kFactors.end());
        rng.shuffle(order);
        Params drawn;
        for (const std::string_view factor : kFactors) {
            const double centre = factor == "hue" ? 0.0 : 1.0;
            const std::vector<double> given = params.reals(factor);
            double low = given.front();
            double high = given.back();
            if (given.size() == 1) {
                low = factor == "hue" ? -high : std::max(0.0, centre - high);
                high += centre;
            }
            if (low == centre && high == centre) {
                std::erase(order, factor);
            } else {
                drawn.set(factor, rng.uniform(low, high));
            }
        }
        if (order.empty()) {
            return {};
        }
        std::string names;
        for (const std::string_view factor : order) {
            names += names.empty() ? "" : ",";
            names += factor;
        }
        drawn.set("order", names);
        return drawn;
    }

    [[nodiscard]] image::Image apply(const image::Image& picture, const Params& params,
                                     const Params& drawn) const override {
        return applyMoved(image::Image(picture), params, drawn);
    }

    [[nodiscard]] image::Image applyMoved(image::Image out, const Params&,
                                          const Params& drawn) const override {
        for (const std::string& name : orderOf(drawn)) {
            if (drawn.has(name)) {
                adjust(out, name, drawn.real(name));
            }
        }
        return out;
    }

    [[nodiscard]] Status check(const Params& params) const override {
        for (const std::string_view factor : kFactors) {
            MN_TRY(checkRange(factor, params.reals(factor)));
        }
        return {};
    }

    [[nodiscard]] Status checkDrawn(const Params&, const Params& drawn, int, int) const override {
        const std::vector<std::string> order = orderOf(drawn);
        for (std::size_t i = 0; i < order.size(); ++i) {
            if (std::find(kFactors.begin(), kFactors.end(), order[i]) == kFactors.end()) {
                return fail(ErrorCode::SettingChoice, "order", order[i],
                            "brightness, contrast, saturation, hue");
            }
            if (std::find(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(i),
                          order[i]) != order.begin() + static_cast<std::ptrdiff_t>(i)) {
                return mismatch();
            }
        }
        for (const std::string_view factor : kFactors) {
            if (drawn.has(factor) && std::find(order.begin(), order.end(), factor) == order.end()) {
                return mismatch();
            }
        }
        return {};
    }

  private:
    static Error mismatch() {
        return fail(ErrorCode::SettingConflict,
                    MN_TEXT("Error", "“order” must name each given factor once"));
    }
};

image::Image toGrey(const image::Image& picture) {
    image::Image out = picture;
    for (std::size_t i = 0; i + 2 < out.rgb.size(); i += 3) {
        const std::uint8_t grey = luma(&out.rgb[i]);
        out.rgb[i] = out.rgb[i + 1] = out.rgb[i + 2] = grey;
    }
    return out;
}

ParamSpec channelsParam() {
    // One channel or three look the same here: a picture of this program has always three.
    return integerParam("num_output_channels", MN_TEXT("Param", "Channels"), 1)
        .atLeast(1)
        .atMost(3)
        .about(MN_TEXT("Param", "1 or 3; the three channels are equal."))
        .expert();
}

Status checkChannels(const Params& params) {
    if (params.has("num_output_channels") && params.integer("num_output_channels") == 2) {
        return fail(ErrorCode::SettingRange, "num_output_channels", "2",
                    MN_TEXT("Error", "1 or 3"));
    }
    return {};
}

class Grayscale final : public AnySizeTransform {
  public:
    Grayscale() : AnySizeTransform("Grayscale", {channelsParam()}, {channelsParam()}) {}

    [[nodiscard]] bool isDeterministic() const override { return true; }

    [[nodiscard]] Params draw(const Params& params, int, int, Rng&) const override {
        Params drawn;
        drawn.set("num_output_channels", params.integer("num_output_channels"));
        return drawn;
    }

    [[nodiscard]] image::Image apply(const image::Image& picture, const Params&,
                                     const Params&) const override {
        return toGrey(picture);
    }

    [[nodiscard]] Status check(const Params& params) const override {
        return checkChannels(params);
    }
    [[nodiscard]] Status checkDrawn(const Params&, const Params& drawn, int, int) const override {
        return checkChannels(drawn);
    }
};

class RandomGrayscale final : public AnySizeTransform {
  public:
    RandomGrayscale()
        : AnySizeTransform("RandomGrayscale", {probabilityParam(0.1)},
                           {flagParam("grayscale", MN_TEXT("Param", "Grayscale"), true)
                                .about(MN_TEXT("Param", "Whether the colours are removed."))}) {}

    [[nodiscard]] Params draw(const Params& params, int, int, Rng& rng) const override {
        Params drawn;
        if (rng.chance(params.real("p"))) {
            drawn.set("grayscale", true);
        }
        return drawn;
    }

    [[nodiscard]] image::Image apply(const image::Image& picture, const Params&,
                                     const Params& drawn) const override {
        return drawn.flag("grayscale") ? toGrey(picture) : picture;
    }
};

}  // namespace

const Transform& colorJitterTransform() {
    static const ColorJitter transform;
    return transform;
}

const Transform& grayscaleTransform() {
    static const Grayscale transform;
    return transform;
}

const Transform& randomGrayscaleTransform() {
    static const RandomGrayscale transform;
    return transform;
}

}  // namespace minarai::augment
