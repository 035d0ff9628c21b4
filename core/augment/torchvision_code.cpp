// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "augment/torchvision_code.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "augment/torchvision_code_classes.h"
#include "augment/transform_base.h"

namespace minarai::augment {
namespace {

constexpr std::array<std::string_view, 6> kAlwaysShown{
    "size", "degrees", "bits", "threshold", "sharpness_factor", "kernel_size"};

std::string upper(std::string text) {
    for (char& letter : text) {
        letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    }
    return text;
}

/// A Python float: 15.0 and not 15.
std::string number(double value) {
    std::string text = fmt::format("{}", value);
    if (text.find_first_of(".e") == std::string::npos) {
        text += ".0";
    }
    return text;
}

std::string number(std::int64_t value) {
    return fmt::format("{}", value);
}

/// No value is None, one stands alone, more are a tuple.
template <typename T>
std::string tupleText(const std::vector<T>& values) {
    if (values.empty()) {
        return "None";
    }
    std::string text;
    for (const T& value : values) {
        text += text.empty() ? "" : ", ";
        text += number(value);
    }
    return values.size() == 1 ? text : fmt::format("({})", text);
}

std::string listText(const std::array<float, 3>& values, int channels) {
    std::string text;
    for (int c = 0; c < channels; ++c) {
        text += text.empty() ? "" : ", ";
        // Of a float, so that 0.485 is not 0.48500001430511475.
        text += fmt::format("{}", values[static_cast<std::size_t>(c)]);
    }
    return fmt::format("[{}]", text);
}

std::string textValue(std::string_view name, const std::string& text) {
    if (name == "interpolation") {
        return "InterpolationMode." + upper(text);
    }
    if (name == "policy") {
        return "T.AutoAugmentPolicy." + upper(text);
    }
    if (name == "value" && text != "random") {
        return text.find(',') == std::string::npos ? text : fmt::format("({})", text);
    }
    return fmt::format("\"{}\"", text);
}

std::string valueText(std::string_view name, const ParamValue& value) {
    struct Visitor {
        std::string_view name;
        std::string operator()(bool flag) const { return flag ? "True" : "False"; }
        std::string operator()(std::int64_t whole) const {
            const bool isNone = whole == 0 && (name == "max_size" || name == "min_holes");
            return isNone ? "None" : number(whole);
        }
        std::string operator()(double real) const {
            const bool isNone = real == 0 && (name == "min_height" || name == "min_width");
            return isNone ? "None" : number(real);
        }
        std::string operator()(const std::string& text) const { return textValue(name, text); }
        std::string operator()(const std::vector<std::int64_t>& wholes) const {
            return tupleText(wholes);
        }
        std::string operator()(const std::vector<double>& reals) const { return tupleText(reals); }
    };
    return std::visit(Visitor{name}, value);
}

/// A RandomCrop which torchvision's class does not do as we do for pictures smaller than the size:
/// it raises, or mirrors the border that it has just added.
bool isOwnCrop(const Step& step) {
    if (step.transform->name() != "RandomCrop") {
        return false;
    }
    const std::string mode = step.params.text("padding_mode");
    const bool mirrors = mode == "reflect" || mode == "symmetric";
    return !step.params.flag("pad_if_needed") ||
           (mirrors && !step.params.integers("padding").empty());
}

bool isOwnClass(const Step& step) {
    const std::string_view name = step.transform->name();
    return name == "ShiftScaleRotate" || name == "CoarseDropout" || isOwnCrop(step);
}

std::string stepText(const Step& step) {
    const std::string name(step.transform->name());
    std::string arguments;
    if (name == "Grayscale") {
        // A picture keeps its three channels; the tensor's one is made at the end.
        arguments = "num_output_channels=3";
    } else {
        for (const ParamSpec& spec : step.transform->schema().specs()) {
            const ParamValue* value = step.params.find(spec.name);
            const bool always = std::find(kAlwaysShown.begin(), kAlwaysShown.end(), spec.name) !=
                                kAlwaysShown.end();
            if (value == nullptr || (*value == spec.defaultValue && !always)) {
                continue;
            }
            arguments += arguments.empty() ? "" : ", ";
            arguments += spec.name + "=" + valueText(spec.name, *value);
        }
    }
    std::string text = fmt::format("{}{}({})", isOwnClass(step) ? "" : "T.", name, arguments);
    if (step.probability < 1.0) {
        text = fmt::format("T.RandomApply([{}], p={})", text, number(step.probability));
    }
    return text;
}

bool isActive(const Step& step) {
    return step.transform != nullptr && step.enabled;
}

bool has(const Pipeline& pipeline, std::string_view name) {
    return std::any_of(pipeline.steps.begin(), pipeline.steps.end(), [name](const Step& step) {
        return isActive(step) && step.transform->name() == name;
    });
}

std::string sizeText(const PreprocessSpec& spec) {
    return fmt::format("({}, {})", spec.height, spec.width);
}

/// What brings a picture to the network's size, if the steps do not.
std::vector<std::string> fitLines(const Pipeline& pipeline, const PreprocessSpec& spec) {
    const auto size = outputSize(pipeline);
    if (size && size->height == spec.height && size->width == spec.width) {
        return {};
    }
    const std::string mode =
        "InterpolationMode." + upper(std::string(interpolationName(spec.interpolation)));
    if (spec.geometry != "crop") {
        return {fmt::format("T.Resize({}, interpolation={})", sizeText(spec), mode)};
    }
    const int shortEdge =
        spec.resizeShortEdge > 0 ? spec.resizeShortEdge : std::max(spec.width, spec.height);
    return {fmt::format("FitUnlessSized({}, {}, {})", sizeText(spec), shortEdge, mode)};
}

/// A name that may stand in a Python comment.
std::string commentName(const std::string& name) {
    std::string text;
    for (const char letter : name) {
        text += static_cast<unsigned char>(letter) < 0x20 ? ' ' : letter;
    }
    return text.empty() ? "pipeline" : text;
}

}  // namespace

std::optional<OutputSize> outputSize(const Pipeline& pipeline) {
    std::optional<OutputSize> size;
    for (const Step& step : pipeline.steps) {
        if (!isActive(step) || step.transform->actsOnTensor()) {
            continue;
        }
        const std::string_view name = step.transform->name();
        std::optional<OutputSize> after = size;
        const std::vector<std::int64_t> edges = step.params.integers("size");
        const bool isShortEdge = name == "Resize" && edges.size() == 1;
        if (isShortEdge || step.params.flag("expand")) {
            after.reset();
        } else if (!edges.empty()) {
            const Extent extent = extentOf(edges);
            after = OutputSize{extent.height, extent.width};
        }
        const bool isSame =
            size && after && size->height == after->height && size->width == after->width;
        if (step.probability < 1.0 && !isSame && (after || size)) {
            after.reset();
        }
        size = after;
    }
    return size;
}

std::string torchvisionCode(const Pipeline& pipeline, const PreprocessSpec& preprocess) {
    std::vector<std::string> lines;
    std::vector<std::string> tensorLines;
    for (const Step& step : pipeline.steps) {
        if (isActive(step)) {
            (step.transform->actsOnTensor() ? tensorLines : lines).push_back(stepText(step));
        }
    }
    for (const std::string& line : fitLines(pipeline, preprocess)) {
        lines.push_back(line);
    }
    const int channels = preprocess.channels == 1 ? 1 : 3;
    if (channels == 1) {
        lines.emplace_back("T.Grayscale(num_output_channels=1)");
    }
    lines.emplace_back("T.ToTensor()");
    if (preprocess.normalize) {
        lines.push_back(fmt::format("T.Normalize(mean={}, std={})",
                                    listText(preprocess.mean, channels),
                                    listText(preprocess.std, channels)));
    }
    lines.insert(lines.end(), tensorLines.begin(), tensorLines.end());

    const bool needsShift = has(pipeline, "ShiftScaleRotate");
    const bool needsDropout = has(pipeline, "CoarseDropout");
    const bool needsCrop =
        std::any_of(pipeline.steps.begin(), pipeline.steps.end(),
                    [](const Step& step) { return isActive(step) && isOwnCrop(step); });
    std::string text = fmt::format(
        "# {}: training transforms, written by Minarai.\n"
        "# from PIL import Image, ImageOps\n"
        "# image = ImageOps.exif_transpose(Image.open(path).convert(\"RGB\"))\n"
        "# tensor = transform(image)\n",
        commentName(pipeline.name));
    text += needsShift ? "import math\n\n" : "";
    text += needsShift || needsDropout ? "import numpy as np\nimport torch\nfrom PIL import Image\n"
                                       : "";
    text += kImports;
    text += needsShift || needsCrop ? kImportFunctional : "";
    const bool needsFit = preprocess.geometry == "crop" && !fitLines(pipeline, preprocess).empty();
    text += needsShift || needsDropout ? kUniformFunction : "";
    text += needsShift ? kShiftScaleRotateClass : "";
    text += needsDropout ? kCoarseDropoutClass : "";
    text += needsCrop ? kRandomCropClass : "";
    text += needsFit ? kFitClass : "";
    const bool hasClass = needsShift || needsDropout || needsCrop || needsFit;
    text += hasClass ? "\n\ntransform = T.Compose([\n" : "\ntransform = T.Compose([\n";
    for (const std::string& line : lines) {
        text += fmt::format("    {},\n", line);
    }
    text += "])\n";
    return text;
}

}  // namespace minarai::augment
