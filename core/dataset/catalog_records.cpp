// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/catalog_records.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <exception>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/json_number.h"
#include "base/json_problem.h"
#include "dataset/names.h"

namespace minarai::dataset {

namespace {

constexpr std::array kKinds{ProblemKind::Unreadable,    ProblemKind::Empty,
                            ProblemKind::Extension,     ProblemKind::Duplicate,
                            ProblemKind::NearDuplicate, ProblemKind::LabelConflict,
                            ProblemKind::Leak,          ProblemKind::Tiny,
                            ProblemKind::Dark,          ProblemKind::Bright,
                            ProblemKind::Blurred,       ProblemKind::Imbalance,
                            ProblemKind::EmptyClass,    ProblemKind::UnreadableFolder,
                            ProblemKind::LinkLoop,      ProblemKind::BadName,
                            ProblemKind::Ignored};

constexpr std::array kCodes{
#define MN_ERROR(name, id, text) ErrorCode::name,
#include "base/error_codes.inc"
#undef MN_ERROR
};

class Writer {
  public:
    template <typename T>
    void number(T value) {
        for (std::size_t i = 0; i < sizeof(T); ++i) {
            m_bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
        }
    }
    void real(float value) { number(std::bit_cast<std::uint32_t>(value)); }
    void bytes(std::span<const std::uint8_t> values) {
        m_bytes.insert(m_bytes.end(), values.begin(), values.end());
    }
    std::vector<std::uint8_t> take() { return std::move(m_bytes); }

  private:
    std::vector<std::uint8_t> m_bytes;
};

/// Reads a blob whose size was checked before.
class Reader {
  public:
    explicit Reader(std::span<const std::uint8_t> blob) : m_blob(blob) {}

    template <typename T>
    T number() {
        T value = 0;
        for (std::size_t i = 0; i < sizeof(T); ++i) {
            value = static_cast<T>(value | static_cast<T>(m_blob[m_at++]) << (8 * i));
        }
        return value;
    }
    float real() { return std::bit_cast<float>(number<std::uint32_t>()); }
    void bytes(std::span<std::uint8_t> into) {
        std::copy_n(m_blob.begin() + static_cast<std::ptrdiff_t>(m_at), into.size(), into.begin());
        m_at += into.size();
    }

  private:
    std::span<const std::uint8_t> m_blob;
    std::size_t m_at = 0;
};

std::optional<Problem> problemFromJson(const Json& json) {
    if (!json.is_array() || json.size() != 4 || !json[0].is_string() || !json[1].is_string() ||
        !json[2].is_string() || !json[3].is_array()) {
        return std::nullopt;
    }
    const auto& kindName = json[0].get_ref<const std::string&>();
    const auto& code = json[2].get_ref<const std::string&>();
    const auto kind = std::find_if(kKinds.begin(), kKinds.end(), [&](ProblemKind each) {
        return problemKindName(each) == kindName;
    });
    const auto known = std::find_if(kCodes.begin(), kCodes.end(),
                                    [&](ErrorCode each) { return errorId(each) == code; });
    if (kind == kKinds.end() || known == kCodes.end()) {
        return std::nullopt;
    }
    Error error(*known);
    for (const Json& argument : json[3]) {
        if (!argument.is_string()) {
            return std::nullopt;
        }
        error.args.push_back(argument.get<std::string>());
    }
    return makeProblem(*kind, json[1].get<std::string>(), std::move(error));
}

std::optional<Statistics> statisticsFromJson(const Json& json) {
    if (!json.is_object()) {
        return std::nullopt;
    }
    try {
        Statistics statistics;
        statistics.images = wholeNumber<std::uint64_t>(json.at("images"));
        statistics.pixels = wholeNumber<std::uint64_t>(json.at("pixels"));
        statistics.mean = json.at("mean").get<std::array<double, 3>>();
        statistics.std = json.at("std").get<std::array<double, 3>>();
        return statistics;
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

constexpr std::size_t kLookBytes =
    2 * 4 + 2 * 4 + 7 * 8 + sizeof(Signature::luma) + sizeof(Signature::chroma);

}  // namespace

std::vector<std::uint8_t> lookToBlob(const Look& look) {
    Writer writer;
    writer.number(look.width);
    writer.number(look.height);
    writer.real(look.brightness);
    writer.real(look.sharpness);
    writer.number(look.sums.pixels);
    for (std::size_t c = 0; c < 3; ++c) {
        writer.number(look.sums.sum[c]);
        writer.number(look.sums.squares[c]);
    }
    writer.bytes(look.signature.luma);
    writer.bytes(look.signature.chroma);
    return writer.take();
}

std::optional<Look> lookFromBlob(std::span<const std::uint8_t> blob) {
    if (blob.size() != kLookBytes) {
        return std::nullopt;
    }
    Reader reader(blob);
    Look look;
    look.width = reader.number<std::uint32_t>();
    look.height = reader.number<std::uint32_t>();
    look.brightness = reader.real();
    look.sharpness = reader.real();
    look.sums.pixels = reader.number<std::uint64_t>();
    for (std::size_t c = 0; c < 3; ++c) {
        look.sums.sum[c] = reader.number<std::uint64_t>();
        look.sums.squares[c] = reader.number<std::uint64_t>();
    }
    reader.bytes(look.signature.luma);
    reader.bytes(look.signature.chroma);
    const std::uint64_t pixels = std::uint64_t{look.width} * look.height;
    const bool sumsFit = std::all_of(look.sums.squares.begin(), look.sums.squares.end(),
                                     [&](std::uint64_t sum) { return sum / 255 / 255 <= pixels; });
    if (pixels == 0 || look.sums.pixels != pixels || !sumsFit || !std::isfinite(look.sharpness) ||
        !(look.brightness >= 0 && look.brightness <= 255.01F)) {
        return std::nullopt;
    }
    return look;
}

std::vector<std::uint8_t> hashToBlob(const ContentHash& hash) {
    Writer writer;
    writer.number(hash.high);
    writer.number(hash.low);
    return writer.take();
}

std::optional<ContentHash> hashFromBlob(std::span<const std::uint8_t> blob) {
    if (blob.size() != 16) {
        return std::nullopt;
    }
    Reader reader(blob);
    ContentHash hash;
    hash.high = reader.number<std::uint64_t>();
    hash.low = reader.number<std::uint64_t>();
    return hash;
}

std::string problemsToText(const std::vector<Problem>& problems) {
    Json list = Json::array();
    for (const Problem& problem : problems) {
        list.push_back(Json::array({problemKindName(problem.kind), problem.path,
                                    errorId(problem.error.code), problem.error.args}));
    }
    return list.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<std::vector<Problem>> problemsFromText(std::string_view text) {
    const Json list = jsonOrDiscarded(text);
    if (!list.is_array()) {
        return std::nullopt;
    }
    std::vector<Problem> problems;
    for (const Json& each : list) {
        auto problem = problemFromJson(each);
        if (!problem) {
            return std::nullopt;
        }
        problems.push_back(std::move(*problem));
    }
    return problems;
}

std::string statisticsToText(const DataStatistics& statistics) {
    const Json json = {{"train", statisticsToJson(statistics.train)},
                       {"all", statisticsToJson(statistics.all)}};
    return json.dump();
}

std::optional<DataStatistics> statisticsFromText(std::string_view text) {
    const Json json = jsonOrDiscarded(text);
    if (!json.is_object() || !json.contains("train") || !json.contains("all")) {
        return std::nullopt;
    }
    const auto train = statisticsFromJson(json["train"]);
    const auto all = statisticsFromJson(json["all"]);
    return train && all ? std::optional(DataStatistics{*train, *all}) : std::nullopt;
}

}  // namespace minarai::dataset
