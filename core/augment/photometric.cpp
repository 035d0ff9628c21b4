// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// RandomInvert, RandomPosterize, RandomSolarize, RandomAdjustSharpness, RandomAutocontrast and
// RandomEqualize, after Pillow 9.4's ImageOps.py, ImageEnhance.py and libImaging/Filter.c.
#include "augment/photometric.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "augment/transform_base.h"

namespace minarai::augment {
namespace {

using Table = std::array<std::uint8_t, 256>;
using Histogram = std::array<std::int64_t, 256>;

image::Image mapped(const image::Image& picture, const Table& table) {
    image::Image out = picture;
    for (std::uint8_t& value : out.rgb) {
        value = table[value];
    }
    return out;
}

image::Image mapped(const image::Image& picture, const std::array<Table, 3>& tables) {
    image::Image out = picture;
    for (std::size_t i = 0; i + 2 < out.rgb.size(); i += 3) {
        out.rgb[i] = tables[0][out.rgb[i]];
        out.rgb[i + 1] = tables[1][out.rgb[i + 1]];
        out.rgb[i + 2] = tables[2][out.rgb[i + 2]];
    }
    return out;
}

std::array<Histogram, 3> histograms(const image::Image& picture) {
    std::array<Histogram, 3> counts{};
    for (std::size_t i = 0; i + 2 < picture.rgb.size(); i += 3) {
        ++counts[0][picture.rgb[i]];
        ++counts[1][picture.rgb[i + 1]];
        ++counts[2][picture.rgb[i + 2]];
    }
    return counts;
}

Table identityTable() {
    Table table{};
    for (std::size_t v = 0; v < table.size(); ++v) {
        table[v] = static_cast<std::uint8_t>(v);
    }
    return table;
}

Table contrastTable(const Histogram& histogram) {
    const auto isUsed = [](std::int64_t count) { return count > 0; };
    const auto low = std::find_if(histogram.begin(), histogram.end(), isUsed) - histogram.begin();
    const auto high =
        255 - (std::find_if(histogram.rbegin(), histogram.rend(), isUsed) - histogram.rbegin());
    if (high <= low) {
        return identityTable();
    }
    const double scale = 255.0 / static_cast<double>(high - low);
    const double offset = -static_cast<double>(low) * scale;
    Table table{};
    for (std::size_t v = 0; v < table.size(); ++v) {
        const double value = static_cast<double>(v) * scale + offset;
        table[v] = static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0));
    }
    return table;
}

Table equalTable(const Histogram& histogram) {
    std::int64_t sum = 0;
    std::int64_t last = 0;
    for (const std::int64_t count : histogram) {
        sum += count;
        last = count > 0 ? count : last;
    }
    const std::int64_t step = (sum - last) / 255;
    if (step == 0) {
        return identityTable();
    }
    Table table{};
    std::int64_t n = step / 2;
    for (std::size_t v = 0; v < table.size(); ++v) {
        table[v] = static_cast<std::uint8_t>(std::min<std::int64_t>(n / step, 255));
        n += histogram[v];
    }
    return table;
}

/// A transform with nothing to draw but whether it acts.
class Photometric final : public BasicTransform {
  public:
    using Change = image::Image (*)(const image::Image&, const Params&);

    /// `argument` is the constructor's and the functional's alike. Without one the functional has
    /// a switch of its own, for otherwise nothing would be drawn.
    Photometric(std::string name, ParamSpec argument, bool isOnlyDrawn, Change change)
        : BasicTransform(std::move(name),
                         isOnlyDrawn ? std::vector<ParamSpec>{probabilityParam(0.5)}
                                     : std::vector<ParamSpec>{argument, probabilityParam(0.5)},
                         {argument}),
          m_argument(argument.name),
          m_isOnlyDrawn(isOnlyDrawn),
          m_change(change) {}

    [[nodiscard]] Params draw(const Params& params, int, int, Rng& rng) const override {
        Params drawn;
        if (rng.chance(params.real("p"))) {
            const ParamValue* value = params.find(m_argument);
            drawn.set(m_argument, m_isOnlyDrawn || value == nullptr ? ParamValue(true) : *value);
        }
        return drawn;
    }

    [[nodiscard]] image::Image apply(const image::Image& picture, const Params& params,
                                     const Params& drawn) const override {
        if (m_isOnlyDrawn) {
            return drawn.flag(m_argument) ? m_change(picture, drawn) : picture;
        }
        return m_change(picture, having(m_argument, drawn, params));
    }

  private:
    std::string m_argument;
    bool m_isOnlyDrawn;
    Change m_change;
};

ParamSpec switchParam(std::string name, std::string label, std::string about) {
    return flagParam(std::move(name), std::move(label), true).about(std::move(about));
}

}  // namespace

image::Image posterized(const image::Image& picture, int bits) {
    const int mask = ~((1 << (8 - std::clamp(bits, 0, 8))) - 1);
    Table table{};
    for (int v = 0; v < 256; ++v) {
        table[static_cast<std::size_t>(v)] = static_cast<std::uint8_t>(v & mask);
    }
    return mapped(picture, table);
}

image::Image solarized(const image::Image& picture, double threshold) {
    Table table{};
    for (int v = 0; v < 256; ++v) {
        table[static_cast<std::size_t>(v)] =
            static_cast<std::uint8_t>(static_cast<double>(v) < threshold ? v : 255 - v);
    }
    return mapped(picture, table);
}

image::Image inverted(const image::Image& picture) {
    return solarized(picture, 0);
}

image::Image autocontrasted(const image::Image& picture) {
    const std::array<Histogram, 3> counts = histograms(picture);
    return mapped(picture,
                  {contrastTable(counts[0]), contrastTable(counts[1]), contrastTable(counts[2])});
}

image::Image equalized(const image::Image& picture) {
    const std::array<Histogram, 3> counts = histograms(picture);
    return mapped(picture, {equalTable(counts[0]), equalTable(counts[1]), equalTable(counts[2])});
}

image::Image smoothed(const image::Image& picture) {
    image::Image out = picture;
    if (picture.width < 3 || picture.height < 3) {
        return out;
    }
    const std::ptrdiff_t last = (std::ptrdiff_t{picture.width} - 1) * 3;
    for (int y = 1; y + 1 < picture.height; ++y) {
        const std::uint8_t* above = picture.row(y - 1);
        const std::uint8_t* here = picture.row(y);
        const std::uint8_t* below = picture.row(y + 1);
        std::uint8_t* to = out.row(y);
        for (std::ptrdiff_t i = 3; i < last; ++i) {
            const int sum = above[i - 3] + above[i] + above[i + 3] + here[i - 3] + 5 * here[i] +
                            here[i + 3] + below[i - 3] + below[i] + below[i + 3];
            // Pillow adds thirteenths in float32 and rounds. No sum lies halfway, so that whole
            // numbers give the same.
            to[i] = static_cast<std::uint8_t>((2 * sum + 13) / 26);
        }
    }
    return out;
}

image::Image sharpened(const image::Image& picture, double factor) {
    image::Image out = smoothed(picture);
    const auto alpha = static_cast<float>(factor);
    for (std::size_t i = 0; i < out.rgb.size(); ++i) {
        const int smooth = out.rgb[i];
        const float value =
            static_cast<float>(smooth) + alpha * static_cast<float>(picture.rgb[i] - smooth);
        out.rgb[i] = static_cast<std::uint8_t>(std::clamp(value, 0.0F, 255.0F));
    }
    return out;
}

const Transform& randomInvertTransform() {
    static const Photometric transform(
        "RandomInvert",
        switchParam("invert", MN_TEXT("Param", "Invert"),
                    MN_TEXT("Param", "Whether the colours are inverted.")),
        true, [](const image::Image& picture, const Params&) { return inverted(picture); });
    return transform;
}

const Transform& randomAutocontrastTransform() {
    static const Photometric transform(
        "RandomAutocontrast",
        switchParam("autocontrast", MN_TEXT("Param", "Autocontrast"),
                    MN_TEXT("Param", "Whether the contrast is stretched.")),
        true, [](const image::Image& picture, const Params&) { return autocontrasted(picture); });
    return transform;
}

const Transform& randomEqualizeTransform() {
    static const Photometric transform(
        "RandomEqualize",
        switchParam("equalize", MN_TEXT("Param", "Equalize"),
                    MN_TEXT("Param", "Whether the histogram is evened out.")),
        true, [](const image::Image& picture, const Params&) { return equalized(picture); });
    return transform;
}

const Transform& randomPosterizeTransform() {
    static const Photometric transform(
        "RandomPosterize",
        integerParam("bits", MN_TEXT("Param", "Bits"), 4)
            .atLeast(0)
            .atMost(8)
            .about(MN_TEXT("Param", "Bits that each colour value keeps; 8 keeps the picture.")),
        false, [](const image::Image& picture, const Params& values) {
            return posterized(picture, static_cast<int>(values.integer("bits")));
        });
    return transform;
}

const Transform& randomSolarizeTransform() {
    static const Photometric transform(
        "RandomSolarize",
        realParam("threshold", MN_TEXT("Param", "Threshold"), 128)
            .atLeast(0)
            .atMost(256)
            .about(MN_TEXT("Param", "Colour values from this one on are inverted.")),
        false, [](const image::Image& picture, const Params& values) {
            return solarized(picture, values.real("threshold"));
        });
    return transform;
}

const Transform& randomAdjustSharpnessTransform() {
    static const Photometric transform(
        "RandomAdjustSharpness",
        realParam("sharpness_factor", MN_TEXT("Param", "Sharpness"), 2)
            .atLeast(0)
            .atMost(100)
            .about(MN_TEXT("Param", "0 blurs, 1 leaves the picture as it is, 2 sharpens.")),
        false, [](const image::Image& picture, const Params& values) {
            return sharpened(picture, values.real("sharpness_factor"));
        });
    return transform;
}

}  // namespace minarai::augment
