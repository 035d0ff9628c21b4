// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Built as a library of its own, see codecs_library.h. Only the one function below is visible.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>

#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>

#include "image/codecs_tiff.h"

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
        const cv::Mat bgr = cv::imdecode(encoded, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION);
        if (bgr.empty() || bgr.type() != CV_8UC3) {
            return refuse("the decoder gave no picture");
        }
        std::uint8_t* out = allocate(context, bgr.cols, bgr.rows);
        if (out == nullptr) {
            return refuse("its size differs from its header");
        }
        for (int y = 0; y < bgr.rows; ++y) {
            const std::uint8_t* in = bgr.ptr<std::uint8_t>(y);
            for (int x = 0; x < bgr.cols; ++x, in += 3, out += 3) {
                out[0] = in[2];
                out[1] = in[1];
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
