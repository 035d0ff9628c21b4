// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Built as a library of its own, see codecs_library.h. Only the one function below is visible.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <iostream>
#include <streambuf>

#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>

#include "image/codecs_tiff.h"

namespace {

/// What std::cerr writes to. OpenCV puts the sentence of a damaged file there itself, past its own
/// log: a thread that decodes says nothing, the others write on.
class Muffler : public std::streambuf {
  public:
    static void install() {
        // For ever: others may be writing at any time.
        static auto* const muffler = new Muffler(std::cerr.rdbuf());
        static_cast<void>(muffler);
    }

    /// While one lives, its thread says nothing.
    struct Silence {
        Silence() { s_isSilent = true; }
        ~Silence() { s_isSilent = false; }
        Silence(const Silence&) = delete;
        Silence& operator=(const Silence&) = delete;
    };

  protected:
    int_type overflow(int_type c) override {
        return s_isSilent || traits_type::eq_int_type(c, traits_type::eof())
                   ? traits_type::not_eof(c)
                   : m_out->sputc(traits_type::to_char_type(c));
    }
    std::streamsize xsputn(const char* text, std::streamsize count) override {
        return s_isSilent ? count : m_out->sputn(text, count);
    }
    int sync() override { return s_isSilent ? 0 : m_out->pubsync(); }

  private:
    explicit Muffler(std::streambuf* out) : m_out(out) { std::cerr.rdbuf(this); }

    std::streambuf* m_out;
    static thread_local bool s_isSilent;
};

thread_local bool Muffler::s_isSilent = false;

/// A JPEG 2000 codestream without the box that calls its one or two components grey and alpha.
bool isBareGrey(const std::uint8_t* bytes, std::size_t size) {
    constexpr std::array<std::uint8_t, 4> kMagic{0xFF, 0x4F, 0xFF, 0x51};
    constexpr std::size_t kComponentsAt = 40;
    return size >= kComponentsAt + 2 && std::equal(kMagic.begin(), kMagic.end(), bytes) &&
           bytes[kComponentsAt] == 0 && bytes[kComponentsAt + 1] <= 2;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) int minarai_codecs_decode(
    const std::uint8_t* bytes, std::size_t size,
    std::uint8_t* (*allocate)(void* context, int width, int height), void* context, char* message,
    std::size_t messageBytes) {
    const auto refuse = [&](const char* reason) {
        std::snprintf(message, messageBytes, "%s", reason);
        return 1;
    };
    try {
        // What goes wrong is told by the result, not on the terminal.
        static const auto silenced =
            cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
        static_cast<void>(silenced);
        Muffler::install();
        const Muffler::Silence silence;
        if (size > static_cast<std::size_t>(1) << 30) {
            return refuse("over 1 GiB");
        }
        const char* reason = nullptr;
        switch (minarai::image::decodeTiffDirectly(bytes, size, allocate, context, reason)) {
            case minarai::image::TiffOutcome::Decoded:
                return 0;
            case minarai::image::TiffOutcome::Refused:
                return refuse(reason);
            case minarai::image::TiffOutcome::NotOurs:
                break;
        }
        const cv::Mat encoded(1, static_cast<int>(size), CV_8UC1, const_cast<std::uint8_t*>(bytes));
        // OpenCV makes colours of three components at least where nothing says what they are.
        const int kind = isBareGrey(bytes, size) ? cv::IMREAD_GRAYSCALE : cv::IMREAD_COLOR;
        const cv::Mat picture = cv::imdecode(encoded, kind | cv::IMREAD_IGNORE_ORIENTATION);
        const int expected = kind == cv::IMREAD_GRAYSCALE ? CV_8UC1 : CV_8UC3;
        if (picture.empty() || picture.type() != expected) {
            return refuse("the decoder gave no picture");
        }
        std::uint8_t* out = allocate(context, picture.cols, picture.rows);
        if (out == nullptr) {
            return refuse("its size differs from its header");
        }
        // Blue comes first; grey is all three.
        const int channels = picture.channels();
        for (int y = 0; y < picture.rows; ++y) {
            const std::uint8_t* in = picture.ptr<std::uint8_t>(y);
            for (int x = 0; x < picture.cols; ++x, in += channels, out += 3) {
                out[0] = in[channels - 1];
                out[1] = in[channels / 2];
                out[2] = in[0];
            }
        }
        return 0;
    } catch (const cv::Exception& error) {
        return refuse(error.err.c_str());
    } catch (const std::exception& error) {
        return refuse(error.what());
    } catch (...) {
        return refuse("unknown reason");
    }
}
