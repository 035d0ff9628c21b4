// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Transforms on 8-bit RGB pictures, with torchvision's names, parameters and distributions.
//
// A transform has two halves: `draw` turns its parameters and an Rng into drawn values
// (torchvision's get_params), `apply` does what the drawn values say
// (torchvision.transforms.functional). Tests and `minarai transform --op` call the second half
// alone. ToTensor and Normalize are not picture transforms: they are the end of every pipeline and
// live in PreprocessSpec. What comes after them (RandomErasing) acts on the tensor.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "base/param_spec.h"
#include "base/rng.h"
#include "image/image.h"
#include "image/resample.h"

namespace minarai::augment {

/// A picture in place of a larger one, whose edges are `divisor` times as long.
struct Reduced {
    image::Image picture;
    int divisor = 1;  ///< 1: it is in nobody's place
};

/// One kind of transform. Stateless and thread-safe.
class Transform {
  public:
    virtual ~Transform() = default;

    [[nodiscard]] virtual std::string_view name() const = 0;           ///< torchvision's
    [[nodiscard]] virtual const ParamSchema& schema() const = 0;       ///< constructor arguments
    [[nodiscard]] virtual const ParamSchema& drawnSchema() const = 0;  ///< functional arguments

    /// Draws the functional arguments for a picture of the given size (torchvision's get_params).
    /// A transform that decides not to act returns `{}` and is then skipped.
    [[nodiscard]] virtual Params draw(const Params& params, int width, int height,
                                      Rng& rng) const = 0;

    [[nodiscard]] virtual image::Image apply(const image::Image& picture, const Params& params,
                                             const Params& drawn) const = 0;

    /// The same for a picture that nobody needs any more: a transform which works in place spares
    /// a copy.
    [[nodiscard]] virtual image::Image applyMoved(image::Image picture, const Params& params,
                                                  const Params& drawn) const {
        return apply(picture, params, drawn);
    }

    /// Nearly what apply() makes of a picture of width x height px, for less work; nothing where
    /// only the picture itself will do. The drawn values are those for the large picture.
    [[nodiscard]] virtual std::optional<Reduced> applyReduced(const Reduced& source, int width,
                                                              int height, const Params& params,
                                                              const Params& drawn) const;

    /// True for a transform that torchvision applies after ToTensor and Normalize. In a pipeline
    /// it acts on the tensor, after all steps on pictures, wherever its card stands.
    [[nodiscard]] virtual bool actsOnTensor() const { return false; }

    /// For actsOnTensor(): changes channels x height x width floats in place. `apply` then does
    /// the same to a picture as a tensor of 0 ... 1.
    virtual void applyToTensor(float* chw, int channels, int height, int width,
                               const Params& params, const Params& drawn) const;

    /// True if it never draws anything (Resize, CenterCrop).
    [[nodiscard]] virtual bool isDeterministic() const { return false; }

    /// What the schema cannot say: conditions between parameters ("scale" in rising order).
    /// `params` has passed schema().
    [[nodiscard]] virtual Status check(const Params& params) const = 0;

    /// Functional arguments without a default; drawnFromJson asks for them.
    [[nodiscard]] virtual const std::vector<std::string>& requiredDrawn() const = 0;

    /// The same as check() for drawn values and the size of the picture they are meant for.
    [[nodiscard]] virtual Status checkDrawn(const Params& params, const Params& drawn, int width,
                                            int height) const = 0;
};

/// Longest edge that a transform may be asked to produce, in pixels. Where the picture decides
/// the size, pictures thinner than 64 : 1 are shortened to this edge or that ratio (Resize by the
/// shorter edge) or not enlarged over kMaxEdge x kMaxEdge pixels (rotation with expand).
inline constexpr int kMaxEdge = 8192;

/// All known transforms; nullptr for an unknown name.
const Transform* findTransform(std::string_view name);
std::vector<const Transform*> allTransforms();

/// Constructor arguments from JSON: the defaults overridden by the object; null means the default,
/// and what changes nothing on PIL pictures ("antialias", "inplace") is passed over.
/// Where the schema wants text, a number or a list of numbers will do ("value" of RandomErasing).
/// UnknownSetting, SettingType, SettingRange, SettingChoice, SettingConflict.
Result<Params> paramsFromJson(const Transform& transform, const Json& json);

/// Functional arguments from JSON, as `minarai transform --op` takes them. A list of names
/// ("order") becomes comma-separated text, and so do the operations of a policy, given as
/// [["Rotate", 30], ["Equalize"]]; lists of pairs ("endpoints") become one list. Arguments that the
/// constructor knows too may be left out and are then taken from `params`. Fails like
/// paramsFromJson.
Result<Params> drawnFromJson(const Transform& transform, const Params& params, const Json& json);

/// Does what the drawn values say, after checking that they fit the picture; parts of a box
/// outside the picture are black, as Pillow's crop. SettingRange, SettingConflict, OutOfMemory.
Result<image::Image> applyDrawn(const Transform& transform, const Params& params,
                                const Params& drawn, const image::Image& picture);

}  // namespace minarai::augment
