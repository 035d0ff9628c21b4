// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// GaussianBlur, after torchvision/transforms/functional_tensor.py: reflected borders, float32,
// rounded to the nearest. The two directions are filtered one after the other.
#include <algorithm>
#include <cmath>
#include <cstddef>

#include "augment/transform_base.h"

namespace minarai::augment {
namespace {

constexpr int kMaxKernel = 255;

std::vector<float> gaussianKernel(int size, double sigma) {
    std::vector<float> kernel(static_cast<std::size_t>(size));
    const float half = static_cast<float>(size - 1) * 0.5F;
    float sum = 0;
    for (std::size_t i = 0; i < kernel.size(); ++i) {
        const float x = (static_cast<float>(i) - half) / static_cast<float>(sigma);
        kernel[i] = std::exp(-0.5F * x * x);
        sum += kernel[i];
    }
    for (float& value : kernel) {
        value /= sum;
    }
    return kernel;
}

void blurRow(const std::uint8_t* in, int width, const std::vector<float>& kernel,
             std::vector<float>& padded, float* out) {
    const auto radius = static_cast<std::int64_t>(kernel.size() / 2);
    for (std::int64_t x = -radius; x < width + radius; ++x) {
        const std::uint8_t* from = in + reflectIndex(x, width) * 3;
        std::copy_n(from, 3, padded.begin() + (x + radius) * 3);
    }
    const auto values = static_cast<std::size_t>(width) * 3;
    std::fill_n(out, values, 0.0F);
    for (std::size_t k = 0; k < kernel.size(); ++k) {
        const float* from = padded.data() + k * 3;
        for (std::size_t i = 0; i < values; ++i) {
            out[i] += kernel[k] * from[i];
        }
    }
}

image::Image gaussianBlur(const image::Image& source, const std::vector<float>& kernelX,
                          const std::vector<float>& kernelY) {
    const auto values = static_cast<std::size_t>(source.width) * 3;
    const auto rows = static_cast<std::int64_t>(kernelY.size());
    const std::int64_t radius = rows / 2;
    std::vector<float> padded(values + (kernelX.size() / 2) * 6);
    // Only the rows under the kernel are kept as floats: row r lies in place r % rows.
    std::vector<float> ring(values * kernelY.size());
    std::vector<float> sum(values);
    image::Image out(source.width, source.height);
    const auto ringRow = [&](std::int64_t row) {
        return ring.data() + static_cast<std::size_t>(row % rows) * values;
    };
    std::int64_t filled = 0;
    for (int y = 0; y < source.height; ++y) {
        for (; filled <= std::min<std::int64_t>(y + radius, source.height - 1); ++filled) {
            blurRow(source.row(static_cast<int>(filled)), source.width, kernelX, padded,
                    ringRow(filled));
        }
        std::fill(sum.begin(), sum.end(), 0.0F);
        for (std::int64_t k = 0; k < rows; ++k) {
            const float* from = ringRow(reflectIndex(y - radius + k, source.height));
            const float weight = kernelY[static_cast<std::size_t>(k)];
            for (std::size_t i = 0; i < values; ++i) {
                sum[i] += weight * from[i];
            }
        }
        std::uint8_t* to = out.row(y);
        for (std::size_t i = 0; i < values; ++i) {
            to[i] = static_cast<std::uint8_t>(std::clamp(std::nearbyint(sum[i]), 0.0F, 255.0F));
        }
    }
    return out;
}

ParamSpec kernelParam() {
    return integersParam("kernel_size", MN_TEXT("Param", "Kernel size"), {5})
        .counts(1, 2)
        .atLeast(1)
        .atMost(kMaxKernel)
        .in("px")
        .about(MN_TEXT("Param", "Width and height of the filter, odd; one number for both."));
}

ParamSpec sigmaParam(std::vector<double> value, std::string about) {
    return realsParam("sigma", MN_TEXT("Param", "Sigma"), std::move(value))
        .counts(1, 2)
        .atLeast(1e-3)
        .atMost(1000)
        .in("px")
        .about(std::move(about));
}

Status checkKernel(const std::vector<std::int64_t>& kernel) {
    for (const std::int64_t size : kernel) {
        if (size % 2 == 0) {
            return fail(ErrorCode::SettingRange, "kernel_size", ParamSchema::valueText(kernel),
                        MN_TEXT("Error", "odd"));
        }
    }
    return {};
}

class GaussianBlur final : public BasicTransform {
  public:
    GaussianBlur()
        : BasicTransform(
              "GaussianBlur",
              {kernelParam(),
               sigmaParam({0.1, 2.0}, MN_TEXT("Param", "Range of the blur's width."))},
              {kernelParam(),
               sigmaParam({1.0}, MN_TEXT("Param",
                                         "Width of the blur across and down; one number for "
                                         "both."))}) {}

    [[nodiscard]] Params draw(const Params& params, int, int, Rng& rng) const override {
        const std::vector<double> range = params.reals("sigma");
        const double sigma = rng.uniform(range.front(), range.back());
        Params drawn;
        drawn.set("kernel_size", params.integers("kernel_size"));
        drawn.set("sigma", std::vector<double>{sigma, sigma});
        return drawn;
    }

    [[nodiscard]] image::Image apply(const image::Image& picture, const Params& params,
                                     const Params& drawn) const override {
        const auto size = having("kernel_size", drawn, params).integers("kernel_size");
        // Without a sigma torchvision's functional derives one from the kernel.
        const std::vector<double> sigma =
            drawn.has("sigma")
                ? drawn.reals("sigma")
                : std::vector<double>{static_cast<double>(size.front()) * 0.15 + 0.35,
                                      static_cast<double>(size.back()) * 0.15 + 0.35};
        return gaussianBlur(picture, gaussianKernel(static_cast<int>(size.front()), sigma.front()),
                            gaussianKernel(static_cast<int>(size.back()), sigma.back()));
    }

    [[nodiscard]] Status check(const Params& params) const override {
        MN_TRY(checkKernel(params.integers("kernel_size")));
        return checkRange("sigma", params.reals("sigma"));
    }

    [[nodiscard]] Status checkDrawn(const Params& params, const Params& drawn, int,
                                    int) const override {
        return checkKernel(having("kernel_size", drawn, params).integers("kernel_size"));
    }
};

}  // namespace

const Transform& gaussianBlurTransform() {
    static const GaussianBlur transform;
    return transform;
}

}  // namespace minarai::augment
