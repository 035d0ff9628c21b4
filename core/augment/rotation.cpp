// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// RandomRotation, and what it shares with the other warps: Pillow's Image.rotate and
// Image.transform (Pillow 9.4, PIL/Image.py and libImaging/Geometry.c), with the same arithmetic so
// that every pixel is the same.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numbers>

#include "augment/transform_base.h"
#include "augment/warp.h"

namespace minarai::augment {
namespace {

struct RotateOptions {
    std::string interpolation = "nearest";
    bool expand = false;
    std::vector<double> center;
    Colour fill{};
};

/// Beyond every picture, and small enough for any integer.
constexpr double kFarAway = 1 << 30;

/// Python's round(value, 15), which rounds the exact decimal value.
double roundTo15Digits(double value) {
    std::array<char, 64> text{};
    const auto written =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, 15);
    double rounded = value;
    std::from_chars(text.data(), written.ptr, rounded);
    return rounded;
}

void copyPixel(const std::uint8_t* from, std::uint8_t* to) {
    to[0] = from[0];
    to[1] = from[1];
    to[2] = from[2];
}

/// Counter-clockwise by 90, 180 or 270 degrees.
image::Image rotateQuarters(const image::Image& source, int quarters) {
    const int w = source.width;
    const int h = source.height;
    image::Image out(quarters == 2 ? w : h, quarters == 2 ? h : w);
    for (int y = 0; y < h; ++y) {
        const std::uint8_t* in = source.row(y);
        for (int x = 0; x < w; ++x, in += 3) {
            if (quarters == 1) {
                copyPixel(in, out.row(w - 1 - x) + std::ptrdiff_t{3} * y);
            } else if (quarters == 2) {
                copyPixel(in, out.row(h - 1 - y) + std::ptrdiff_t{3} * (w - 1 - x));
            } else {
                copyPixel(in, out.row(x) + std::ptrdiff_t{3} * (h - 1 - y));
            }
        }
    }
    return out;
}

bool fitsFixedPoint(const Affine& m, int x, int y) {
    return std::fabs(m.x(x, y)) < 32768.0 && std::fabs(m.y(x, y)) < 32768.0;
}

std::int64_t toFixed(double value) {
    return static_cast<std::int64_t>(std::floor(value * 65536.0 + 0.5));
}

void nearestFixed(const image::Image& source, const Affine& m, image::Image& out) {
    const std::int64_t stepXx = toFixed(m.a);
    const std::int64_t stepXy = toFixed(m.b);
    const std::int64_t stepYx = toFixed(m.d);
    const std::int64_t stepYy = toFixed(m.e);
    std::int64_t rowX = toFixed(m.c + m.a * 0.5 + m.b * 0.5);
    std::int64_t rowY = toFixed(m.f + m.d * 0.5 + m.e * 0.5);
    for (int y = 0; y < out.height; ++y, rowX += stepXy, rowY += stepYy) {
        std::uint8_t* to = out.row(y);
        std::int64_t xx = rowX;
        std::int64_t yy = rowY;
        for (int x = 0; x < out.width; ++x, to += 3, xx += stepXx, yy += stepYx) {
            const std::int64_t sx = xx >> 16;
            const std::int64_t sy = yy >> 16;
            if (sx >= 0 && sx < source.width && sy >= 0 && sy < source.height) {
                copyPixel(source.row(static_cast<int>(sy)) + sx * 3, to);
            }
        }
    }
}

/// Truncation towards zero; -1 for everything outside of any picture.
std::int64_t coordinate(double value) {
    return value >= 0.0 && value < kFarAway ? static_cast<std::int64_t>(value) : -1;
}

/// For pictures too large for fixed point, and for pure scalings. The places are summed up step by
/// step, as the original does.
void nearestFloat(const image::Image& source, const Affine& m, image::Image& out) {
    double rowX = m.c + m.b * 0.5 + m.a * 0.5;
    double rowY = m.f + m.e * 0.5 + m.d * 0.5;
    for (int y = 0; y < out.height; ++y, rowX += m.b, rowY += m.e) {
        std::uint8_t* to = out.row(y);
        double xx = rowX;
        double yy = rowY;
        for (int x = 0; x < out.width; ++x, to += 3, xx += m.a, yy += m.d) {
            const std::int64_t sx = coordinate(xx);
            const std::int64_t sy = coordinate(yy);
            if (sx >= 0 && sx < source.width && sy >= 0 && sy < source.height) {
                copyPixel(source.row(static_cast<int>(sy)) + sx * 3, to);
            }
        }
    }
}

/// The pixel whose centre lies up and left, and the way from its centre in 0 ... 1.
struct Place {
    int x = 0, y = 0;
    double dx = 0, dy = 0;
};

void nearest(const image::Image& source, const Place& at, std::uint8_t* to) {
    // From half a pixel before the centre on, the next pixel is the nearer one.
    const int x = at.x + (at.dx >= 0.5 ? 1 : 0);
    const int y = at.y + (at.dy >= 0.5 ? 1 : 0);
    copyPixel(source.row(std::clamp(y, 0, source.height - 1)) +
                  std::ptrdiff_t{3} * std::clamp(x, 0, source.width - 1),
              to);
}

void bilinear(const image::Image& source, const Place& at, std::uint8_t* to) {
    const auto column = [&](int x) {
        return std::ptrdiff_t{3} * std::clamp(x, 0, source.width - 1);
    };
    const std::ptrdiff_t x0 = column(at.x);
    const std::ptrdiff_t x1 = column(at.x + 1);
    const std::uint8_t* upper = source.row(std::clamp(at.y, 0, source.height - 1));
    const bool hasLower = at.y + 1 >= 0 && at.y + 1 < source.height;
    const std::uint8_t* lower = hasLower ? source.row(at.y + 1) : upper;
    for (int c = 0; c < 3; ++c) {
        const double v1 = upper[x0 + c] + (upper[x1 + c] - upper[x0 + c]) * at.dx;
        const double v2 = hasLower ? lower[x0 + c] + (lower[x1 + c] - lower[x0 + c]) * at.dx : v1;
        to[c] = static_cast<std::uint8_t>(v1 + (v2 - v1) * at.dy);
    }
}

double cubic(double v1, double v2, double v3, double v4, double d) {
    const double p1 = v2;
    const double p2 = -v1 + v3;
    const double p3 = 2 * (v1 - v2) + v3 - v4;
    const double p4 = -v1 + v2 - v3 + v4;
    return p1 + d * (p2 + d * (p3 + d * p4));
}

void bicubic(const image::Image& source, const Place& at, std::uint8_t* to) {
    std::array<std::ptrdiff_t, 4> columns{};
    for (int i = 0; i < 4; ++i) {
        columns[static_cast<std::size_t>(i)] =
            std::ptrdiff_t{3} * std::clamp(at.x - 1 + i, 0, source.width - 1);
    }
    for (int c = 0; c < 3; ++c) {
        std::array<double, 4> v{};
        for (int i = 0; i < 4; ++i) {
            const int y = at.y - 1 + i;
            if (i > 0 && (y < 0 || y >= source.height)) {
                v[static_cast<std::size_t>(i)] = v[static_cast<std::size_t>(i - 1)];
                continue;
            }
            const std::uint8_t* in = source.row(std::clamp(y, 0, source.height - 1)) + c;
            v[static_cast<std::size_t>(i)] =
                cubic(in[columns[0]], in[columns[1]], in[columns[2]], in[columns[3]], at.dx);
        }
        const double value = cubic(v[0], v[1], v[2], v[3], at.dy);
        to[c] = value <= 0.0     ? std::uint8_t{0}
                : value >= 255.0 ? std::uint8_t{255}
                                 : static_cast<std::uint8_t>(value);
    }
}

/// `m` is an Affine or a Projective.
template <typename Map, typename Filter>
void filtered(const image::Image& source, const Map& m, image::Image& out, Filter filter) {
    for (int y = 0; y < out.height; ++y) {
        std::uint8_t* to = out.row(y);
        for (int x = 0; x < out.width; ++x, to += 3) {
            const double sx = m.x(x + 0.5, y + 0.5);
            const double sy = m.y(x + 0.5, y + 0.5);
            // Not "< 0 or >=": a projective map may give no number at all.
            if (!(sx >= 0.0 && sx < source.width && sy >= 0.0 && sy < source.height)) {
                continue;
            }
            const double left = std::floor(sx - 0.5);
            const double top = std::floor(sy - 0.5);
            filter(source,
                   Place{static_cast<int>(left), static_cast<int>(top), sx - 0.5 - left,
                         sy - 0.5 - top},
                   to);
        }
    }
}

image::Image rotate(const image::Image& source, double degrees, const RotateOptions& options) {
    double angle = std::fmod(degrees, 360.0);
    if (angle < 0) {
        angle += 360.0;
    }
    if (options.center.empty()) {
        if (angle == 0) {
            return source;
        }
        if (angle == 180) {
            return rotateQuarters(source, 2);
        }
        if ((angle == 90 || angle == 270) && (options.expand || source.width == source.height)) {
            return rotateQuarters(source, angle == 90 ? 1 : 3);
        }
    }
    const double centerX = options.center.empty() ? source.width / 2.0 : options.center[0];
    const double centerY = options.center.empty() ? source.height / 2.0 : options.center[1];
    const double radians = -(angle * (std::numbers::pi / 180.0));
    Affine m{roundTo15Digits(std::cos(radians)),  roundTo15Digits(std::sin(radians)), 0.0,
             roundTo15Digits(-std::sin(radians)), roundTo15Digits(std::cos(radians)), 0.0};
    const double shiftX = m.x(-centerX, -centerY);
    const double shiftY = m.y(-centerX, -centerY);
    m.c = shiftX + centerX;
    m.f = shiftY + centerY;

    int width = source.width;
    int height = source.height;
    if (options.expand) {
        const double w = width;
        const double h = height;
        const auto [minX, maxX] = std::minmax({m.x(0, 0), m.x(w, 0), m.x(w, h), m.x(0, h)});
        const auto [minY, maxY] = std::minmax({m.y(0, 0), m.y(w, 0), m.y(w, h), m.y(0, h)});
        const double newWidth = std::ceil(maxX) - std::floor(minX);
        const double newHeight = std::ceil(maxY) - std::floor(minY);
        // A hair-thin picture of millions of pixels would need terabytes; it keeps its size.
        if (newWidth * newHeight <=
            std::max(double{kMaxEdge} * kMaxEdge, 4.0 * source.width * source.height)) {
            const double movedX = m.x(-(newWidth - w) / 2.0, -(newHeight - h) / 2.0);
            const double movedY = m.y(-(newWidth - w) / 2.0, -(newHeight - h) / 2.0);
            m.c = movedX;
            m.f = movedY;
            width = static_cast<int>(newWidth);
            height = static_cast<int>(newHeight);
        }
    }

    return warpAffine(source, m, width, height, options.interpolation, options.fill);
}

ParamSpec expandParam() {
    return flagParam("expand", MN_TEXT("Param", "Expand"), false)
        .about(MN_TEXT("Param", "Enlarges the result so that the whole rotated picture fits."));
}

class RandomRotation final : public BasicTransform {
  public:
    RandomRotation()
        : BasicTransform(
              "RandomRotation",
              {realsParam("degrees", MN_TEXT("Param", "Degrees"), {15.0})
                   .counts(1, 2)
                   .atLeast(-360)
                   .atMost(360)
                   .in("°")
                   .about(MN_TEXT("Param", "Range of the angle; one number d means -d to d.")),
               interpolationParam(false, "nearest"), expandParam(), centerParam(), fillParam()},
              {realParam("angle", MN_TEXT("Param", "Angle"), 0.0)
                   .atLeast(-1e6)
                   .atMost(1e6)
                   .in("°")
                   .about(MN_TEXT("Param", "Counter-clockwise.")),
               interpolationParam(false, "nearest"), expandParam(), centerParam(), fillParam()},
              {"angle"}) {}

    [[nodiscard]] Params draw(const Params& params, int, int, Rng& rng) const override {
        const std::vector<double> degrees = params.reals("degrees");
        const double high = degrees.back();
        const double low = degrees.size() == 1 ? -high : degrees.front();
        Params drawn;
        drawn.set("angle", rng.uniform(low, high));
        return drawn;
    }

    [[nodiscard]] image::Image apply(const image::Image& picture, const Params& params,
                                     const Params& drawn) const override {
        RotateOptions options;
        options.interpolation = having("interpolation", drawn, params).text("interpolation");
        options.expand = having("expand", drawn, params).flag("expand");
        options.center = having("center", drawn, params).reals("center");
        options.fill = colourOf(having("fill", drawn, params).integers("fill"));
        return rotate(picture, drawn.real("angle"), options);
    }

    [[nodiscard]] Status check(const Params& params) const override {
        MN_TRY(checkRange("degrees", params.reals("degrees")));
        MN_TRY(checkCenter(params.reals("center")));
        return checkFill("fill", params.integers("fill"));
    }

    [[nodiscard]] Status checkDrawn(const Params& params, const Params& drawn, int,
                                    int) const override {
        MN_TRY(checkCenter(having("center", drawn, params).reals("center")));
        return checkFill("fill", having("fill", drawn, params).integers("fill"));
    }
};

}  // namespace

image::Image warpAffine(const image::Image& source, const Affine& m, int width, int height,
                        std::string_view interpolation, const Colour& fill) {
    image::Image out = filled(width, height, fill);
    if (interpolation == "bilinear") {
        filtered(source, m, out, bilinear);
    } else if (interpolation == "bicubic") {
        filtered(source, m, out, bicubic);
    } else if (!(m.b == 0 && m.d == 0) && fitsFixedPoint(m, 0, 0) &&
               fitsFixedPoint(m, width, height) && fitsFixedPoint(m, 0, height) &&
               fitsFixedPoint(m, width, 0)) {
        nearestFixed(source, m, out);
    } else {
        nearestFloat(source, m, out);
    }
    return out;
}

image::Image warpProjective(const image::Image& source, const Projective& m,
                            std::string_view interpolation, const Colour& fill) {
    image::Image out = filled(source.width, source.height, fill);
    if (interpolation == "bilinear") {
        filtered(source, m, out, bilinear);
    } else if (interpolation == "bicubic") {
        filtered(source, m, out, bicubic);
    } else {
        filtered(source, m, out, nearest);
    }
    return out;
}

const Transform& randomRotationTransform() {
    static const RandomRotation transform;
    return transform;
}

}  // namespace minarai::augment
