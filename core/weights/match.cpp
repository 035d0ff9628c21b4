// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/match.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/text.h"

namespace minarai::weights {

namespace {

constexpr std::string_view kEmbedding = "encoder.pos_embedding";
constexpr std::string_view kCounter = ".num_batches_tracked";

using Index = std::unordered_map<std::string_view, std::size_t>;

bool belongsTo(std::string_view name, std::string_view head) {
    return !head.empty() && name.size() > head.size() && name.starts_with(head) &&
           name[head.size()] == '.';
}

/// "a, b, c and 12 more".
std::string listed(const std::vector<std::string>& names) {
    constexpr std::size_t kShown = 3;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i) {
        text += (i == 0 ? "" : ", ") + names[i].substr(0, 100);
    }
    if (names.size() > kShown) {
        text += fmt::format(MN_TEXT("Weights", " and {} more"), names.size() - kShown);
    }
    return text;
}

std::string shapeText(const std::vector<std::int64_t>& shape) {
    return fmt::format("{}", fmt::join(shape, "×"));
}

/// "….denselayer1.norm.1.weight" -> "….denselayer1.norm1.weight", "….mlp.linear_2.bias" ->
/// "….mlp.3.bias".
std::string modernName(std::string_view name) {
    for (const auto& [old, modern] :
         {std::pair<std::string_view, std::string_view>{".linear_1.", ".0."},
          {".linear_2.", ".3."}}) {
        const std::size_t at = name.find(old);
        if (at != std::string_view::npos && name.substr(0, at).ends_with(".mlp")) {
            return std::string(name).replace(at, old.size(), modern);
        }
    }
    const std::size_t layer = name.find(".denselayer");
    if (layer == std::string_view::npos) {
        return std::string(name);
    }
    for (const std::string_view old : {".norm.", ".conv."}) {
        const std::size_t at = name.find(old, layer);
        if (at != std::string_view::npos && at + old.size() < name.size() &&
            (name[at + old.size()] == '1' || name[at + old.size()] == '2')) {
            std::string modern(name);
            modern.erase(at + old.size() - 1, 1);
            return modern;
        }
    }
    return std::string(name);
}

/// Heads beside the one at the end, which torchvision's files hold and its models leave out: those
/// of which this model has nothing.
std::vector<std::string_view> absentSideHeads(const std::vector<NamedShape>& model) {
    std::vector<std::string_view> sides{"aux1", "aux2", "AuxLogits"};
    std::erase_if(sides, [&](std::string_view side) {
        return std::any_of(model.begin(), model.end(),
                           [&](const NamedShape& entry) { return belongsTo(entry.name, side); });
    });
    return sides;
}

/// A name of the model to its place in the file.
Index indexFile(const std::vector<NamedShape>& file, const std::vector<std::string>& modern,
                const std::vector<NamedShape>& model) {
    std::unordered_set<std::string_view> known;
    for (const NamedShape& entry : model) {
        known.insert(entry.name);
    }
    Index index;
    for (std::size_t i = 0; i < file.size(); ++i) {
        if (known.contains(file[i].name)) {
            index[file[i].name] = i;
        }
    }
    for (std::size_t i = 0; i < file.size(); ++i) {
        if (!known.contains(file[i].name)) {
            index.emplace(modern[i], i);
        }
    }
    return index;
}

/// The auxiliary heads of the model of which the file has nothing.
std::vector<std::string_view> missingSideHeads(const std::vector<NamedShape>& inFile,
                                               const LoadPolicy& policy) {
    std::vector<std::string_view> sides;
    for (const std::string& head : policy.sideHeads) {
        const std::string_view side = std::string_view(head).substr(0, head.find('.'));
        if (std::none_of(inFile.begin(), inFile.end(),
                         [&](const NamedShape& entry) { return belongsTo(entry.name, side); })) {
            sides.push_back(side);
        }
    }
    return sides;
}

bool belongsToAny(std::string_view name, const auto& heads) {
    return std::any_of(heads.begin(), heads.end(),
                       [&](std::string_view head) { return belongsTo(name, head); });
}

/// The edge of the pictures for which a Vision Transformer's file was made, in pixels, by the
/// tokens of its position embedding and the size of its patches; 0 if it cannot be told.
std::int64_t madeForSize(const std::vector<NamedShape>& inFile, const std::string& embedding,
                         const std::vector<std::int64_t>& shape) {
    constexpr std::int64_t kMostTokens = 1 << 20;
    const std::string patches =
        embedding.substr(0, embedding.size() - kEmbedding.size()) + "conv_proj.weight";
    const auto found = std::find_if(inFile.begin(), inFile.end(), [&](const NamedShape& entry) {
        return entry.name == patches && entry.shape.size() == 4;
    });
    if (found == inFile.end() || shape.size() != 3 || shape[1] < 2 || shape[1] > kMostTokens ||
        found->shape[2] != found->shape[3]) {
        return 0;
    }
    const std::int64_t tokens = shape[1] - 1;  // without the class token
    const auto edge =
        static_cast<std::int64_t>(std::lround(std::sqrt(static_cast<double>(tokens))));
    return edge * edge == tokens ? edge * found->shape[3] : 0;
}

/// The problems and what to do about them. `onlyShapes`: nothing is missing, nothing too much.
std::string withCure(const std::string& problems, const Match& match,
                     const std::vector<NamedShape>& inFile, const LoadPolicy& policy,
                     bool onlyShapes) {
    if (policy.partial) {
        return fmt::format(MN_TEXT("Weights", "{}; no tensor fits: choose other weights"),
                           problems);
    }
    std::vector<const ShapeDifference*> others;
    for (const ShapeDifference& difference : match.report.shapeDiffers) {
        if (!belongsTo(difference.name, policy.head) &&
            !belongsToAny(difference.name, policy.sideHeads)) {
            others.push_back(&difference);
        }
    }
    if (onlyShapes && others.size() == 1 && others.front()->name.ends_with(kEmbedding)) {
        const ShapeDifference& embedding = *others.front();
        if (const auto size = madeForSize(inFile, embedding.name, embedding.inFile); size > 0) {
            return fmt::format(
                MN_TEXT("Weights", "{}; they are made for images of {} px: set the size to {}"),
                problems, size, size);
        }
    }
    // Only a run that begins with weights has a head that may differ, and this choice.
    if (match.fitsInPart && !policy.head.empty()) {
        return fmt::format(
            MN_TEXT("Weights", "{}; choose the weights of this architecture, or take what fits"),
            problems);
    }
    return fmt::format(MN_TEXT("Weights", "{}; choose the weights of this architecture"), problems);
}

}  // namespace

LoadPolicy policyFor(const std::vector<std::string>& heads) {
    LoadPolicy policy;
    if (!heads.empty()) {
        policy.head = heads.front();
        policy.sideHeads.assign(heads.begin() + 1, heads.end());
    }
    return policy;
}

Match matchWeights(const std::vector<NamedShape>& model, const std::vector<NamedShape>& inFile,
                   const LoadPolicy& policy, const std::filesystem::path& file) {
    std::vector<std::string> modern;
    for (const NamedShape& entry : inFile) {
        modern.push_back(modernName(entry.name));
    }
    const Index index = indexFile(inFile, modern, model);
    const std::vector<std::string_view> absent = missingSideHeads(inFile, policy);
    std::vector<std::string_view> replaced;  // auxiliary heads for other classes
    Match match;
    LoadReport& report = match.report;
    report.file = toUtf8(file.filename());
    std::vector<bool> used(inFile.size());
    std::vector<std::string> missing;
    std::vector<std::string> differing;
    for (std::size_t i = 0; i < model.size(); ++i) {
        const auto& [name, shape] = model[i];
        const auto found = index.find(name);
        const bool isHead = belongsTo(name, policy.head);
        if (found == index.end()) {
            report.missing.push_back(name);
            report.headReplaced |= isHead;
            if (!isHead && !belongsToAny(name, absent) && !name.ends_with(kCounter)) {
                missing.push_back(name);
            }
            continue;
        }
        const NamedShape& source = inFile[found->second];
        used[found->second] = true;
        if (source.shape != shape) {
            report.shapeDiffers.push_back({name, source.shape, shape});
            report.headReplaced |= isHead;
            if (isHead && !source.shape.empty()) {
                report.fileClasses = source.shape.front();
            } else if (const auto side =
                           std::find_if(policy.sideHeads.begin(), policy.sideHeads.end(),
                                        [&tensor = name](const std::string& head) {
                                            return belongsTo(tensor, head);
                                        });
                       side != policy.sideHeads.end()) {
                replaced.push_back(*side);
            } else if (!isHead) {
                differing.push_back(fmt::format(MN_TEXT("Weights", "{} ({} instead of {})"), name,
                                                shapeText(source.shape), shapeText(shape)));
            }
            continue;
        }
        match.pairs.emplace_back(i, found->second);
    }
    if (report.headReplaced) {
        report.head = policy.head;
        // Half a head is no head: its bias belongs to the weights that did not fit.
        std::erase_if(match.pairs, [&](const auto& pair) {
            return belongsTo(model[pair.first].name, policy.head);
        });
    }
    std::erase_if(match.pairs,
                  [&](const auto& pair) { return belongsToAny(model[pair.first].name, replaced); });
    for (const auto& pair : match.pairs) {
        report.taken.push_back(model[pair.first].name);
    }
    match.fitsInPart =
        std::any_of(report.taken.begin(), report.taken.end(),
                    [](const std::string& name) { return !name.ends_with(kCounter); });
    const std::vector<std::string_view> sides = absentSideHeads(model);
    std::vector<std::string> unexpected;
    for (std::size_t i = 0; i < inFile.size(); ++i) {
        if (!used[i]) {
            const std::string& name = inFile[i].name;
            report.unexpected.push_back(name);
            if (!belongsTo(name, policy.head) && !belongsToAny(name, sides)) {
                unexpected.push_back(name);
            }
        }
    }
    std::vector<std::string> problems;
    if (!missing.empty()) {
        problems.push_back(MN_TEXT("Weights", "missing: ") + listed(missing));
    }
    if (!unexpected.empty()) {
        problems.push_back(MN_TEXT("Weights", "not in the model: ") + listed(unexpected));
    }
    if (!differing.empty()) {
        problems.push_back(MN_TEXT("Weights", "of another shape: ") + listed(differing));
    }
    report.partial = policy.partial && !problems.empty();
    if (!problems.empty() && !(policy.partial && match.fitsInPart)) {
        const bool onlyShapes = missing.empty() && unexpected.empty();
        match.refusal = fail(ErrorCode::WeightsMismatch, toUtf8(file),
                             withCure(fmt::format("{}", fmt::join(problems, "; ")), match, inFile,
                                      policy, onlyShapes));
    }
    return match;
}

Json loadReportToJson(const LoadReport& report) {
    Json differs = Json::array();
    for (const ShapeDifference& difference : report.shapeDiffers) {
        differs.push_back({{"name", difference.name},
                           {"file", difference.inFile},
                           {"model", difference.inModel}});
    }
    return {{"file", report.file},
            {"taken", report.taken},
            {"missing", report.missing},
            {"unexpected", report.unexpected},
            {"shape_differs", std::move(differs)},
            {"head_replaced", report.headReplaced},
            {"head", report.head},
            {"file_classes", report.fileClasses},
            {"partial", report.partial}};
}

}  // namespace minarai::weights
