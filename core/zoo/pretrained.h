// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The published weights of the architectures: address, hash, size, accuracy, and how the pictures
// were prepared. The table is resources/pretrained_weights.json, made from torchvision 0.14's
// metadata by tests/oracle/pretrained_oracle.py. Where the files lie: pretrained_files.h.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace minarai::zoo {

/// How a picture becomes the tensor that these weights were measured with.
struct PretrainedRecipe {
    std::int64_t resize = 256;               ///< px, shorter edge
    std::int64_t crop = 224;                 ///< px, square from the middle
    std::string interpolation = "bilinear";  ///< torchvision's InterpolationMode
    std::array<float, 3> mean{0.485F, 0.456F, 0.406F};
    std::array<float, 3> std{0.229F, 0.224F, 0.225F};
};

struct PretrainedWeights {
    std::string name;        ///< torchvision's, "ResNet18_Weights.IMAGENET1K_V1"
    std::string arch;        ///< "resnet18"; not every one is in the zoo
    bool isDefault = false;  ///< what torchvision calls DEFAULT for this architecture
    std::string file;        ///< "resnet18-f37072fd.pth"
    std::string formerFile;  ///< the name that older torchvisions gave it; usually empty
    std::string url;
    std::string sha256;       ///< the first 8 to 64 hexadecimal digits
    std::uint64_t bytes = 0;  ///< of the tensors; the file is up to a few per cent larger
    std::int64_t parameters = 0;
    double top1 = 0;  ///< accuracy on ImageNet's validation set, per cent
    double top5 = 0;
    PretrainedRecipe recipe;

    /// "IMAGENET1K_V1".
    [[nodiscard]] std::string_view shortName() const;
    /// Whether a file of this length can be the published one.
    [[nodiscard]] bool fits(std::uint64_t fileBytes) const;
    [[nodiscard]] std::uint64_t largestFile() const { return bytes + bytes / 20 + (1U << 20); }
};

/// The table as it stands, architectures outside the zoo included. The environment variable
/// MINARAI_WEIGHTS_TABLE names a file that takes its place, for weights or a mirror of one's own.
const std::vector<PretrainedWeights>& pretrainedWeights();

/// Why a table of one's own cannot be read; pretrainedWeights() is empty then.
Status pretrainedStatus();

/// Those of one architecture, the default first. Empty when nothing is published.
std::vector<const PretrainedWeights*> pretrainedFor(std::string_view arch);
const PretrainedWeights* defaultPretrained(std::string_view arch);

/// By torchvision's whole name or, where an architecture is given, its short one, without regard
/// to upper and lower case; "imagenet", "default" and the architecture's own name mean the default.
/// WeightsUnknown lists what there is.
Result<const PretrainedWeights*> findPretrained(std::string_view name, std::string_view arch = {});

/// By the name of a file on disk; nullptr when it is none of the published ones.
const PretrainedWeights* findPretrainedFile(std::string_view fileName);

struct PublishedAccuracy {
    double top1 = 0;  ///< per cent, ImageNet-1K
    double top5 = 0;
    std::string weights;  ///< whose: "IMAGENET1K_V2"
};
/// Of the architecture's default weights.
std::optional<PublishedAccuracy> publishedAccuracy(std::string_view arch);

/// Reads such a table. Every address, name, hash and number is checked as if a stranger had
/// written it. JsonInvalid, FileFormat.
Result<std::vector<PretrainedWeights>> parsePretrained(std::string_view json);

}  // namespace minarai::zoo
