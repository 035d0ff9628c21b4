// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which of a file's tensors go where in a model: names and shapes alone, so it can be said before
// anything is loaded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/json.h"

namespace minarai::weights {

struct NamedShape {
    std::string name;
    std::vector<std::int64_t> shape;
};

struct LoadPolicy {
    /// Entries which begin with "<head>." may be missing or have another shape (another number of
    /// classes): they are left as they are and reported. Empty: everything must fit.
    std::string head;
    /// The same for the last layers of auxiliary heads ("aux1.fc2"), which may also be missing as a
    /// whole ("aux1").
    std::vector<std::string> sideHeads{};
    /// Take what fits by name and shape and leave the rest of the model as it is: for a model that
    /// was edited after its weights were trained. At least one tensor must fit.
    bool partial = false;
};

/// The policy for a model with these heads, the one of its output first, as spec::headIds gives
/// them.
LoadPolicy policyFor(const std::vector<std::string>& heads);

struct ShapeDifference {
    std::string name;
    std::vector<std::int64_t> inFile;
    std::vector<std::int64_t> inModel;
    bool operator==(const ShapeDifference&) const = default;
};

struct LoadReport {
    std::string file;  ///< its name, without the folder
    std::vector<std::string> taken;
    std::vector<std::string> missing;     ///< in the model, not in the file
    std::vector<std::string> unexpected;  ///< in the file, not in the model
    std::vector<ShapeDifference> shapeDiffers;
    bool headReplaced = false;     ///< the head keeps the weights it had
    std::string head;              ///< its id, with headReplaced
    std::int64_t fileClasses = 0;  ///< of the file's head, with headReplaced; 0 if not known
    bool partial = false;          ///< a strict policy would have refused the file
    bool operator==(const LoadReport&) const = default;
};

struct Match {
    LoadReport report;
    std::vector<std::pair<std::size_t, std::size_t>> pairs;  ///< model's index, file's index
    /// WeightsMismatch when the file is not for this model; nothing may be loaded then.
    std::optional<Error> refusal;
    /// Something fits, so that a policy that takes what fits would not refuse the file.
    bool fitsInPart = false;
};

/// Compares by name. Not an error: missing num_batches_tracked, as in files of old versions of
/// PyTorch; the side heads of GoogLeNet and Inception, which only training by the original recipe
/// needs; the names that DenseNet (norm.1 for norm1) and the Vision Transformer (linear_1 for 0)
/// have in torchvision's older files.
Match matchWeights(const std::vector<NamedShape>& model, const std::vector<NamedShape>& inFile,
                   const LoadPolicy& policy, const std::filesystem::path& file);

/// {"file":...,"taken":[...],"missing":[...],"unexpected":[...],
/// "shape_differs":[{"name","file","model"}],"head_replaced":bool,"head":...,"file_classes":n,
/// "partial":bool}
Json loadReportToJson(const LoadReport& report);

}  // namespace minarai::weights
