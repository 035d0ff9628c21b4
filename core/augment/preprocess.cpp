// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// PreprocessSpec: reading, writing and doing what it says.
#include <algorithm>
#include <charconv>
#include <cmath>

#include <nlohmann/json.hpp>

#include "augment/pipeline.h"
#include "augment/pixels.h"
#include "augment/transform_base.h"

namespace minarai::augment {
namespace {

struct NamedInterpolation {
    std::string_view name;
    image::Interpolation value;
};

constexpr std::array<NamedInterpolation, 5> kInterpolations{{
    {"nearest", image::Interpolation::Nearest},
    {"bilinear", image::Interpolation::Bilinear},
    {"bicubic", image::Interpolation::Bicubic},
    {"lanczos", image::Interpolation::Lanczos},
    {"box", image::Interpolation::Box},
}};

/// The shortest decimal that reads back as the same float, so that files say 0.485 and not
/// 0.48500001430511475.
double shortest(float value) {
    std::array<char, 64> text{};
    const auto written = std::to_chars(text.data(), text.data() + text.size(), value);
    double result = static_cast<double>(value);
    std::from_chars(text.data(), written.ptr, result);
    return result;
}

std::vector<double> toReals(const std::array<float, 3>& values) {
    return {shortest(values[0]), shortest(values[1]), shortest(values[2])};
}

std::array<float, 3> toFloats(const std::vector<double>& values) {
    std::array<float, 3> floats{};
    for (std::size_t c = 0; c < floats.size() && !values.empty(); ++c) {
        floats[c] = static_cast<float>(values[values.size() == 3 ? c : 0]);
    }
    return floats;
}

ParamSpec channelValues(std::string name, std::string label, std::vector<double> value) {
    return realsParam(std::move(name), std::move(label), std::move(value))
        .counts(1, 3)
        .onlyIf("normalize", {"true"});
}

ParamSchema makeSchema() {
    const PreprocessSpec standard;
    return ParamSchema({
        integerParam("channels", MN_TEXT("Param", "Channels"), standard.channels)
            .atLeast(1)
            .atMost(3)
            .about(MN_TEXT("Param", "3 for colour, 1 for grey.")),
        integerParam("height", MN_TEXT("Param", "Height"), standard.height)
            .atLeast(1)
            .atMost(kMaxEdge)
            .in("px")
            .about(MN_TEXT("Param", "Height of the pictures that the network takes.")),
        integerParam("width", MN_TEXT("Param", "Width"), standard.width)
            .atLeast(1)
            .atMost(kMaxEdge)
            .in("px")
            .about(MN_TEXT("Param", "Width of the pictures that the network takes.")),
        choiceParam("geometry", MN_TEXT("Param", "Fit"), standard.geometry,
                    {{"stretch", MN_TEXT("Param", "Stretch")},
                     {"crop", MN_TEXT("Param", "Resize and crop the middle")}})
            .about(MN_TEXT("Param", "How a picture of another shape is brought to this size.")),
        integerParam("resize_short_edge", MN_TEXT("Param", "Shorter edge"),
                     standard.resizeShortEdge)
            .atLeast(0)
            .atMost(kMaxEdge)
            .in("px")
            .about(MN_TEXT("Param",
                           "Length of the shorter edge before the middle is cut out; 0 for the "
                           "longer edge of the result."))
            .onlyIf("geometry", {"crop"}),
        interpolationParam(true, std::string(interpolationName(standard.interpolation))),
        flagParam("normalize", MN_TEXT("Param", "Normalize"), standard.normalize)
            .about(MN_TEXT("Param", "Subtracts the mean and divides by the deviation.")),
        channelValues("mean", MN_TEXT("Param", "Mean"), toReals(standard.mean))
            .atLeast(-1000)
            .atMost(1000)
            .about(MN_TEXT("Param", "One value a channel; the default is ImageNet's.")),
        channelValues("std", MN_TEXT("Param", "Deviation"), toReals(standard.std))
            .atLeast(1e-6)
            .atMost(1000)
            .about(MN_TEXT("Param", "One value a channel; the default is ImageNet's.")),
    });
}

/// What one channel's 256 values become. The divisions are those of ToTensor and Normalize, so
/// that the results are the same floats.
ChannelTable channelTable(const PreprocessSpec& spec, std::size_t channel) {
    ChannelTable table{};
    for (std::size_t v = 0; v < table.size(); ++v) {
        float value = static_cast<float>(v) / 255.0F;
        if (spec.normalize) {
            value -= spec.mean[channel];
            value /= spec.std[channel];
        }
        table[v] = value;
    }
    return table;
}

}  // namespace

std::string_view interpolationName(image::Interpolation interpolation) {
    for (const NamedInterpolation& known : kInterpolations) {
        if (known.value == interpolation) {
            return known.name;
        }
    }
    return "bilinear";
}

image::Interpolation interpolationFromName(std::string_view name) {
    for (const NamedInterpolation& known : kInterpolations) {
        if (known.name == name) {
            return known.value;
        }
    }
    return image::Interpolation::Bilinear;
}

const ParamSchema& preprocessSchema() {
    static const ParamSchema schema = makeSchema();
    return schema;
}

Json preprocessToJson(const PreprocessSpec& spec) {
    Params values;
    values.set("channels", std::int64_t{spec.channels});
    values.set("height", std::int64_t{spec.height});
    values.set("width", std::int64_t{spec.width});
    values.set("geometry", spec.geometry);
    values.set("resize_short_edge", std::int64_t{spec.resizeShortEdge});
    values.set("interpolation", std::string(interpolationName(spec.interpolation)));
    values.set("normalize", spec.normalize);
    values.set("mean", toReals(spec.mean));
    values.set("std", toReals(spec.std));
    return preprocessSchema().toJson(values);
}

Result<PreprocessSpec> preprocessFromJson(const Json& json) {
    if (!json.is_object()) {
        return fail(ErrorCode::SettingType, "preprocess", json.type_name(),
                    MN_TEXT("Error", "an object"));
    }
    MN_ASSIGN(const Params values, preprocessSchema().fromJson(json));
    if (values.integer("channels") == 2) {
        return fail(ErrorCode::SettingRange, "channels", "2", MN_TEXT("Error", "1 or 3"));
    }
    for (const char* name : {"mean", "std"}) {
        if (values.reals(name).size() == 2) {
            return fail(ErrorCode::SettingRange, name, ParamSchema::valueText(values.reals(name)),
                        MN_TEXT("Error", "one value or three"));
        }
    }
    PreprocessSpec spec;
    spec.channels = static_cast<int>(values.integer("channels"));
    spec.height = static_cast<int>(values.integer("height"));
    spec.width = static_cast<int>(values.integer("width"));
    spec.geometry = values.text("geometry");
    spec.resizeShortEdge = static_cast<int>(values.integer("resize_short_edge"));
    spec.interpolation = interpolationFromName(values.text("interpolation"));
    spec.normalize = values.flag("normalize");
    spec.mean = toFloats(values.reals("mean"));
    spec.std = toFloats(values.reals("std"));
    return spec;
}

std::size_t tensorSize(const PreprocessSpec& spec) {
    const std::size_t channels = spec.channels == 1 ? 1 : 3;
    return channels * static_cast<std::size_t>(spec.height) * static_cast<std::size_t>(spec.width);
}

image::Image fit(const image::Image& picture, const PreprocessSpec& spec) {
    const Extent size{spec.height, spec.width};
    if (spec.geometry != "crop") {
        return resizeAnyShape(picture, size, spec.interpolation);
    }
    const std::int64_t shortEdge =
        spec.resizeShortEdge > 0 ? spec.resizeShortEdge : std::max(spec.width, spec.height);
    const Extent extent = resizedExtent(picture.width, picture.height, {shortEdge}, 0);
    return centerCrop(resizeAnyShape(picture, extent, spec.interpolation), size);
}

void toTensor(const image::Image& fitted, const PreprocessSpec& spec, float* out) {
    const std::size_t pixels = fitted.rgb.size() / 3;
    const std::uint8_t* rgb = fitted.rgb.data();
    if (spec.channels == 1) {
        const ChannelTable table = channelTable(spec, 0);
        for (std::size_t i = 0; i < pixels; ++i) {
            out[i] = table[luma(rgb + i * 3)];
        }
        return;
    }
    toPlanes(rgb, pixels, {channelTable(spec, 0), channelTable(spec, 1), channelTable(spec, 2)},
             out);
}

image::Image fromTensor(const float* tensor, const PreprocessSpec& spec) {
    image::Image picture(spec.width, spec.height);
    const std::size_t pixels = picture.rgb.size() / 3;
    std::vector<std::uint8_t> levels(pixels);
    for (std::size_t c = 0; c < 3; ++c) {
        const std::size_t plane = spec.channels == 1 ? 0 : c;
        if (c == 0 || plane > 0) {
            toLevels(tensor + plane * pixels, pixels, spec.normalize ? spec.std[plane] : 1.0F,
                     spec.normalize ? spec.mean[plane] : 0.0F, levels.data());
        }
        for (std::size_t i = 0; i < pixels; ++i) {
            picture.rgb[3 * i + c] = levels[i];
        }
    }
    return picture;
}

std::vector<float> preprocess(const image::Image& picture, const PreprocessSpec& spec) {
    std::vector<float> tensor(tensorSize(spec));
    toTensor(fit(picture, spec), spec, tensor.data());
    return tensor;
}

}  // namespace minarai::augment
