// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <set>

#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include "base/files.h"
#include "base/text.h"
#include "weights/state_dict_torch.h"

namespace minarai::weights {

namespace {

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

std::string shapeOf(const at::Tensor& tensor) {
    return fmt::format("{}", fmt::join(tensor.sizes().begin(), tensor.sizes().end(), "×"));
}

}  // namespace

Result<LoadReport> loadInto(const StateDict& targets, const StateDict& state,
                            const LoadPolicy& policy, const std::filesystem::path& path) {
    std::map<std::string_view, const at::Tensor*> sources;
    for (const auto& [name, tensor] : state) {
        sources[name] = &tensor;
    }
    LoadReport report;
    std::vector<std::pair<const at::Tensor*, const at::Tensor*>> copies;
    std::set<const at::Tensor*> heads;
    std::vector<std::string> missing;
    std::vector<std::string> differing;
    for (const auto& [name, target] : targets) {
        const auto found = sources.find(name);
        const bool isHead = belongsTo(name, policy.head);
        if (found == sources.end()) {
            report.missing.push_back(name);
            report.headReplaced |= isHead;
            if (!isHead && !name.ends_with(".num_batches_tracked")) {
                missing.push_back(name);
            }
            continue;
        }
        const at::Tensor& source = *found->second;
        sources.erase(found);
        if (source.sizes() != target.sizes()) {
            report.shapeDiffers.push_back(name);
            report.headReplaced |= isHead;
            if (!isHead) {
                differing.push_back(fmt::format(MN_TEXT("Weights", "{} ({} instead of {})"), name,
                                                shapeOf(source), shapeOf(target)));
            }
            continue;
        }
        report.taken.push_back(name);
        if (isHead) {
            heads.insert(&target);
        }
        copies.emplace_back(&target, &source);
    }
    if (report.headReplaced) {
        // Half a head is no head: its bias belongs to the weights that did not fit.
        std::erase_if(report.taken,
                      [&](const std::string& name) { return belongsTo(name, policy.head); });
        std::erase_if(copies, [&](const auto& copy) { return heads.contains(copy.first); });
    }
    std::vector<std::string> unexpected;
    for (const auto& [name, tensor] : state) {
        if (sources.contains(name)) {
            report.unexpected.push_back(name);
            if (!belongsTo(name, policy.head)) {
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
    if (!problems.empty()) {
        return fail(ErrorCode::WeightsMismatch, toUtf8(path),
                    fmt::format(MN_TEXT("Weights", "{}; choose the weights of this architecture"),
                                fmt::join(problems, "; ")));
    }
    try {
        const at::NoGradGuard noGrad;
        for (const auto& [target, source] : copies) {
            target->copy_(*source);
        }
    } catch (const std::exception& error) {
        return fail(ErrorCode::WeightsUnreadable, toUtf8(path), error.what());
    }
    return report;
}

}  // namespace minarai::weights
