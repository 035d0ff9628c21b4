// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/catalog.h"

#include <algorithm>
#include <utility>

#include "base/files.h"
#include "dataset/names.h"

namespace minarai::dataset {

namespace {

/// The number of bytes of the UTF-8 character at `at`, 0 where there is none.
std::size_t utf8Length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) -> unsigned {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
    };
    const unsigned lead = byte(0);
    if (lead < 0x80) {
        return 1;
    }
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4) {
        return 0;
    }
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) {
            return 0;
        }
    }
    // Overlong forms, surrogates, and what lies beyond U+10FFFF.
    const unsigned second = byte(1);
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
        (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) {
        return 0;
    }
    return length;
}

}  // namespace

bool isUtf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8Length(text, at);
        if (length == 0) {
            return false;
        }
        at += length;
    }
    return true;
}

std::string shownName(std::string_view text) {
    std::string shown;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8Length(text, at);
        if (length == 0) {
            shown += "\xEF\xBF\xBD";
            ++at;
        } else {
            shown += text.substr(at, length);
            at += length;
        }
    }
    return shown;
}

bool isSafePath(std::string_view path) {
    if (path.empty() || path.front() == '/' || path.find('\0') != std::string_view::npos ||
        !isUtf8(path)) {
        return false;
    }
    std::size_t begin = 0;
    while (begin <= path.size()) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        const std::string_view part = path.substr(begin, end - begin);
        if (part.empty() || part == "." || part == "..") {
            return false;
        }
        begin = end + 1;
    }
    return true;
}

std::string_view partName(Part part) {
    switch (part) {
        case Part::Train:
            return "train";
        case Part::Val:
            return "val";
        case Part::Test:
            return "test";
    }
    return "";
}

std::optional<Part> partFromName(std::string_view name) {
    std::string lower(name);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (lower == "train" || lower == "training") {
        return Part::Train;
    }
    if (lower == "val" || lower == "valid" || lower == "validation") {
        return Part::Val;
    }
    if (lower == "test" || lower == "testing") {
        return Part::Test;
    }
    return std::nullopt;
}

std::string_view problemKindName(ProblemKind kind) {
    switch (kind) {
        case ProblemKind::Unreadable:
            return "unreadable";
        case ProblemKind::Empty:
            return "empty";
        case ProblemKind::Extension:
            return "extension";
        case ProblemKind::Duplicate:
            return "duplicate";
        case ProblemKind::NearDuplicate:
            return "near_duplicate";
        case ProblemKind::LabelConflict:
            return "label_conflict";
        case ProblemKind::Leak:
            return "leak";
        case ProblemKind::Tiny:
            return "tiny";
        case ProblemKind::Dark:
            return "dark";
        case ProblemKind::Bright:
            return "bright";
        case ProblemKind::Blurred:
            return "blurred";
        case ProblemKind::Imbalance:
            return "imbalance";
        case ProblemKind::EmptyClass:
            return "empty_class";
        case ProblemKind::UnreadableFolder:
            return "unreadable_folder";
        case ProblemKind::LinkLoop:
            return "link_loop";
        case ProblemKind::BadName:
            return "bad_name";
        case ProblemKind::Ignored:
            return "ignored";
    }
    return "";
}

namespace {

bool isAboutPair(ErrorCode code) {
    switch (code) {
        case ErrorCode::DuplicateImage:
        case ErrorCode::DuplicateConflict:
        case ErrorCode::DuplicateLeak:
        case ErrorCode::NearDuplicateImage:
        case ErrorCode::NearDuplicateConflict:
        case ErrorCode::NearDuplicateLeak:
            return true;
        default:
            return false;
    }
}

}  // namespace

Problem makeProblem(ProblemKind kind, std::string path, Error error) {
    Problem problem;
    problem.kind = kind;
    problem.path = std::move(path);
    problem.detail = error.message();
    if (isAboutPair(error.code) && error.args.size() > 1) {
        problem.other = error.args[1];
    }
    problem.error = std::move(error);
    return problem;
}

bool excludesImage(ProblemKind kind) {
    return kind == ProblemKind::Unreadable || kind == ProblemKind::Empty;
}

std::filesystem::path Catalog::absolutePath(const Sample& sample) const {
    return root / fromUtf8(sample.path);
}

std::vector<std::uint64_t> Catalog::classCounts() const {
    std::vector<std::uint64_t> counts(classes.size());
    for (const Sample& sample : samples) {
        ++counts[static_cast<std::size_t>(sample.label)];
    }
    return counts;
}

}  // namespace minarai::dataset
