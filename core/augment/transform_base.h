// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the transforms of this room share: not for other rooms.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "augment/pixels.h"
#include "augment/transform.h"
#include "image/image.h"
#include "image/resample.h"

namespace minarai::augment {

/// A transform that keeps its name and its tables.
class BasicTransform : public Transform {
  public:
    [[nodiscard]] std::string_view name() const override { return m_name; }
    [[nodiscard]] const ParamSchema& schema() const override { return m_schema; }
    [[nodiscard]] const ParamSchema& drawnSchema() const override { return m_drawnSchema; }
    [[nodiscard]] const std::vector<std::string>& requiredDrawn() const override {
        return m_required;
    }
    [[nodiscard]] Status check(const Params&) const override { return {}; }
    [[nodiscard]] Status checkDrawn(const Params&, const Params&, int, int) const override {
        return {};
    }

  protected:
    BasicTransform(std::string name, std::vector<ParamSpec> schema,
                   std::vector<ParamSpec> drawnSchema, std::vector<std::string> required = {})
        : m_name(std::move(name)),
          m_schema(std::move(schema)),
          m_drawnSchema(std::move(drawnSchema)),
          m_required(std::move(required)) {}

  private:
    std::string m_name;
    ParamSchema m_schema;
    ParamSchema m_drawnSchema;
    std::vector<std::string> m_required;
};

/// A transform that treats a small picture as it treats a large one: mirrors, colours.
class AnySizeTransform : public BasicTransform {
  public:
    [[nodiscard]] std::optional<Reduced> applyReduced(const Reduced& source, int, int,
                                                      const Params& params,
                                                      const Params& drawn) const override {
        return Reduced{apply(source.picture, params, drawn), source.divisor};
    }

  protected:
    using BasicTransform::BasicTransform;
};

// One of each kind; they live as long as the program and hold no state.
const Transform& resizeTransform();
const Transform& centerCropTransform();
const Transform& randomCropTransform();
const Transform& randomResizedCropTransform();
const Transform& randomHorizontalFlipTransform();
const Transform& randomVerticalFlipTransform();
const Transform& randomRotationTransform();
const Transform& colorJitterTransform();
const Transform& grayscaleTransform();
const Transform& randomGrayscaleTransform();
const Transform& gaussianBlurTransform();
const Transform& randomAffineTransform();
const Transform& randomPerspectiveTransform();
const Transform& shiftScaleRotateTransform();
const Transform& randomAdjustSharpnessTransform();
const Transform& randomAutocontrastTransform();
const Transform& randomEqualizeTransform();
const Transform& randomPosterizeTransform();
const Transform& randomSolarizeTransform();
const Transform& randomInvertTransform();
const Transform& randomErasingTransform();
const Transform& coarseDropoutTransform();
const Transform& autoAugmentTransform();
const Transform& randAugmentTransform();
const Transform& trivialAugmentWideTransform();
const Transform& augMixTransform();

struct Extent {
    int height = 1;
    int width = 1;
};

/// One number is a square, two are height and width. Always within 1 ... kMaxEdge.
Extent extentOf(const std::vector<std::int64_t>& size);

/// The drawn values if they have this argument, else the constructor's.
const Params& having(std::string_view name, const Params& drawn, const Params& params);

/// torchvision's _compute_resized_output_size for one number (the shorter edge) or two, with at
/// most kMaxEdge x kMaxEdge pixels. maxSize 0: none.
Extent resizedExtent(int width, int height, const std::vector<std::int64_t>& size,
                     std::int64_t maxSize);

/// image::resize for pictures of any shape. The same pixels, but a hair-thin picture, for which
/// Pillow's way would take gigabytes in between, is brought to size in other steps.
image::Image resizeAnyShape(const image::Image& picture, Extent size,
                            image::Interpolation interpolation);

/// resizeAnyShape of a cut-out, parts of which may lie outside the picture and are black.
image::Image resizePartAnyShape(const image::Image& picture, const image::Part& part, Extent size,
                                image::Interpolation interpolation);

/// torchvision's center_crop: pictures that are too small get black borders.
image::Image centerCrop(const image::Image& picture, Extent size);

using Colour = std::array<std::uint8_t, 3>;

/// A fill colour of one or three values; black without any.
Colour colourOf(const std::vector<std::int64_t>& fill);

/// A picture of one colour.
image::Image filled(int width, int height, const Colour& colour);

/// Python's round(): to the nearest, halves to the even neighbour.
std::int64_t roundHalfEven(double value);

/// Index into 0 ... length-1 of a position outside it, mirrored without repeating the edge.
std::int64_t reflectIndex(std::int64_t position, std::int64_t length);

// Parameters that several transforms have.
ParamSpec sizeParam();
ParamSpec probabilityParam(double value);
ParamSpec interpolationParam(bool antialiased, std::string value);
ParamSpec fillParam();
ParamSpec centerParam();
std::vector<ParamSpec> boxParams();

/// The conditions of a list that is either one number or a rising pair.
Status checkRange(std::string_view name, const std::vector<double>& values);
/// Fill colours have one or three values.
Status checkFill(std::string_view name, const std::vector<std::int64_t>& fill);
/// A centre has two values or none.
Status checkCenter(const std::vector<double>& center);
/// A cut-out must not take more memory than the picture or the largest output.
Status checkBox(const Params& drawn, int width, int height);

}  // namespace minarai::augment
