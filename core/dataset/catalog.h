// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which images there are, which label each has, and which part of the split it belongs to.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "base/progress.h"

namespace minarai::dataset {

enum class Part : std::uint8_t { Train, Val, Test };
std::string_view partName(Part part);                     ///< "train", "val", "test"
std::optional<Part> partFromName(std::string_view name);  ///< also "valid", "validation"

struct Sample {
    std::string path;         ///< relative to the root, UTF-8, "/" between parts
    std::int32_t label = 0;   ///< index into Catalog::classes
    Part part = Part::Train;  ///< from the folder; meaningful when hasParts
    std::uint32_t group = 0;  ///< images of the same one stay together in a drawn split; 0: none
    std::uint64_t bytes = 0;
    std::int64_t modifiedNs = 0;
};

enum class ProblemKind {
    Unreadable,
    Empty,
    Extension,
    Duplicate,
    NearDuplicate,
    LabelConflict,
    Leak,
    Tiny,
    Dark,
    Bright,
    Blurred,
    Imbalance,
    EmptyClass,
    UnreadableFolder,
    LinkLoop,
    BadName,
    Ignored,
};
std::string_view problemKindName(ProblemKind kind);  ///< "unreadable", "label_conflict", ...

struct Problem {
    ProblemKind kind{};
    std::string path;    ///< relative to the root
    std::string other;   ///< the other image of a duplicate, conflict or leak; empty for others
    std::string detail;  ///< one English sentence
    Error error;         ///< the same for translation; code Internal when there is none
};

/// A problem whose detail is the message of its error, and its other image that of the message.
Problem makeProblem(ProblemKind kind, std::string path, Error error);

/// A scanned ImageFolder. A plain value, shared as shared_ptr<const Catalog> once it is complete.
struct Catalog {
    std::filesystem::path root;
    std::vector<std::string> classes;  ///< sorted as torchvision sorts them (by code point)
    std::vector<Sample> samples;       ///< sorted by part, then class, then path
    std::vector<Problem> problems;     ///< found by the scan, by path
    bool hasParts = false;             ///< train|val|test folders on disk
    std::uint64_t ignoredFiles = 0;    ///< files that are no images (notes, hidden, caches)

    [[nodiscard]] std::filesystem::path absolutePath(const Sample& sample) const;
    [[nodiscard]] std::vector<std::uint64_t> classCounts() const;
};

/// Scans `class/*.jpg` or `train|val|test/class/*` below root, images in deeper folders included,
/// as torchvision's ImageFolder does. Follows links to folders but not in circles; skips hidden
/// files and folders; a class folder without images stays a class and is a problem. Does not open
/// the images. FolderMissing, NotAFolder, NoImages, Cancelled.
Result<Catalog> scan(const std::filesystem::path& root, const ProgressCallback& progress = {},
                     const std::stop_token& stop = {});

struct AuditOptions {
    bool decode = true;          ///< decode every image to find damaged ones
    bool duplicates = true;      ///< hash every file
    bool nearDuplicates = true;  ///< compare the pictures; needs decode
    bool outliers = true;        ///< size, brightness, sharpness and class balance; needs decode
    unsigned threads = 0;        ///< 0: all
};

/// Opens every image: unreadable, empty, extension mismatch, exact duplicates (by content hash) and
/// near-duplicates, the same image under two labels, the same image in two parts, outliers, class
/// imbalance. Sorted by kind, then path. See audit.h for more of what it finds out.
Result<std::vector<Problem>> audit(const Catalog& catalog, const AuditOptions& options = {},
                                   const ProgressCallback& progress = {},
                                   const std::stop_token& stop = {});

/// True for a problem that makes an image unusable for training.
bool excludesImage(ProblemKind kind);

}  // namespace minarai::dataset
