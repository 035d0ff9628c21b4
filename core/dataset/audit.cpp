// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/audit.h"

#include <algorithm>
#include <limits>
#include <mutex>
#include <new>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include <xxhash.h>

#include "base/files.h"
#include "base/parallel.h"
#include "dataset/judgement.h"
#include "dataset/near_duplicates.h"
#include "image/decode.h"

namespace minarai::dataset {

namespace {

constexpr std::uint64_t kMaxFileBytes = std::uint64_t{1} << 30;
constexpr std::uint32_t kNoGroup = std::numeric_limits<std::uint32_t>::max();

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

unsigned threadsOf(const AuditOptions& options) {
    return options.threads == 0 ? hardwareThreads() : options.threads;
}

/// The same error with the path relative to the root as its file.
Error renamed(Error error, const std::string& path) {
    if (!error.args.empty()) {
        error.args[0] = path;
    }
    return error;
}

void examine(const Catalog& catalog, const Sample& sample, bool decode, bool hash,
             Finding& finding) {
    const auto add = [&](ProblemKind kind, Error error) {
        finding.problems.push_back(makeProblem(kind, sample.path, std::move(error)));
    };
    const auto bytes = readFile(catalog.absolutePath(sample), kMaxFileBytes);
    if (!bytes) {
        add(ProblemKind::Unreadable, renamed(bytes.error(), sample.path));
        return;
    }
    if (bytes->empty()) {
        add(ProblemKind::Empty, fail(ErrorCode::ImageEmpty, sample.path));
        return;
    }
    if (hash) {
        const XXH128_hash_t value = XXH3_128bits(bytes->data(), bytes->size());
        finding.hash = ContentHash{value.high64, value.low64};
    }
    if (!decode) {
        return;
    }
    const auto picture = image::decode(*bytes, sample.path);
    if (!picture) {
        add(ProblemKind::Unreadable, picture.error());
        return;
    }
    finding.look = lookAt(*picture);
    const image::Format format = image::sniffFormat(*bytes);
    if (!image::extensionFits(fromUtf8(sample.path), format)) {
        add(ProblemKind::Extension,
            fail(ErrorCode::ExtensionWrong, sample.path, image::formatName(format)));
    }
}

/// Only files of the same size can hold the same bytes.
std::vector<bool> sharesItsSize(const Catalog& catalog) {
    std::unordered_map<std::uint64_t, std::uint64_t> counts;
    for (const Sample& sample : catalog.samples) {
        ++counts[sample.bytes];
    }
    std::vector<bool> shared(catalog.samples.size());
    for (std::size_t i = 0; i < shared.size(); ++i) {
        shared[i] = counts[catalog.samples[i].bytes] > 1;
    }
    return shared;
}

/// Opens what is not known yet.
Status openAll(const Catalog& catalog, const AuditOptions& options,
               const ProgressCallback& progress, const std::stop_token& stop,
               std::vector<Finding>& findings) {
    const std::size_t count = catalog.samples.size();
    const std::vector<bool> shared = sharesItsSize(catalog);
    std::mutex reporting;
    std::uint64_t done = 0;
    parallelFor(
        count, threadsOf(options),
        [&](std::size_t i) {
            Finding& finding = findings[i];
            const bool hash = options.duplicates && (options.decode || shared[i]);
            if (!finding.opened && (options.decode || hash)) {
                examine(catalog, catalog.samples[i], options.decode, hash, finding);
                finding.opened = options.decode;
            }
            const std::lock_guard lock(reporting);
            ++done;
            if (progress) {
                progress(Progress{done, count});
            }
        },
        stop);
    return stop.stop_requested() ? Status(fail(ErrorCode::Cancelled)) : Status{};
}

/// Pairs of samples that look alike without being the same bytes.
Result<Pairs> comparePictures(const std::vector<Finding>& findings,
                              const std::vector<std::vector<std::uint32_t>>& exact,
                              const AuditOptions& options, const std::stop_token& stop) {
    // One of each group of equal files stands for all of them.
    std::vector<std::uint32_t> groupOf(findings.size(), kNoGroup);
    for (std::size_t g = 0; g < exact.size(); ++g) {
        for (const std::uint32_t i : exact[g]) {
            groupOf[i] = static_cast<std::uint32_t>(g);
        }
    }
    std::vector<const Signature*> signatures;
    std::vector<std::uint32_t> samples;
    for (std::size_t i = 0; i < findings.size(); ++i) {
        const bool stands = groupOf[i] == kNoGroup || exact[groupOf[i]].front() == i;
        if (findings[i].look && stands) {
            signatures.push_back(&findings[i].look->signature);
            samples.push_back(static_cast<std::uint32_t>(i));
        }
    }
    MN_ASSIGN(const std::vector<NearPair> found,
              findNearDuplicates(std::span<const Signature* const>(signatures), threadsOf(options),
                                 {}, stop));
    // Of two groups, each member pairs with the first one of the other group: that tells of every
    // label and part without a pair for each two members.
    const auto members = [&](const std::uint32_t& sample) -> std::span<const std::uint32_t> {
        if (groupOf[sample] == kNoGroup) {
            return {&sample, 1};
        }
        return exact[groupOf[sample]];
    };
    Pairs pairs;
    for (const NearPair& pair : found) {
        const std::uint32_t first = samples[pair.a];
        const std::uint32_t second = samples[pair.b];
        for (const std::uint32_t a : members(first)) {
            pairs.emplace_back(std::min(a, second), std::max(a, second));
        }
        for (const std::uint32_t b : members(second).subspan(1)) {
            pairs.emplace_back(std::min(first, b), std::max(first, b));
        }
    }
    std::sort(pairs.begin(), pairs.end());
    return pairs;
}

DataStatistics addUp(const Catalog& catalog, const std::vector<Finding>& findings) {
    ChannelSums all;
    ChannelSums trained;
    std::uint64_t images = 0;
    std::uint64_t trainedImages = 0;
    for (std::size_t i = 0; i < findings.size(); ++i) {
        if (!findings[i].look) {
            continue;
        }
        all.add(findings[i].look->sums);
        ++images;
        if (!catalog.hasParts || catalog.samples[i].part == Part::Train) {
            trained.add(findings[i].look->sums);
            ++trainedImages;
        }
    }
    return {statisticsOf(trained, trainedImages), statisticsOf(all, images)};
}

}  // namespace

Status openImages(const Catalog& catalog, const AuditOptions& options,
                  const ProgressCallback& progress, const std::stop_token& stop,
                  std::vector<Finding>& findings) {
    try {
        findings.resize(catalog.samples.size());
        return openAll(catalog, options, progress, stop, findings);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, toUtf8(catalog.root));
    }
}

Result<AuditReport> inspect(const Catalog& catalog, const AuditOptions& options,
                            const ProgressCallback& progress, const std::stop_token& stop,
                            std::vector<Finding> known) {
    try {
        AuditReport report;
        report.findings = std::move(known);
        MN_TRY(openImages(catalog, options, progress, stop, report.findings));
        for (const Finding& finding : report.findings) {
            report.problems.insert(report.problems.end(), finding.problems.begin(),
                                   finding.problems.end());
        }
        std::vector<std::vector<std::uint32_t>> exact;
        if (options.duplicates) {
            exact = exactGroups(report.findings);
        }
        for (const auto& group : exact) {
            judgeExact(catalog, group, report.problems);
            for (std::size_t i = 1; i < group.size(); ++i) {
                report.alike.push_back({group.front(), group[i], true});
            }
        }
        if (options.decode && options.nearDuplicates) {
            MN_ASSIGN(const Pairs near, comparePictures(report.findings, exact, options, stop));
            judgeNear(catalog, near, report.problems);
            for (const auto& [a, b] : near) {
                report.alike.push_back({a, b, false});
            }
        }
        if (options.decode && options.outliers) {
            judgeOutliers(catalog, report.findings, report.problems);
            judgeBalance(catalog, report.problems);
        }
        report.statistics = addUp(catalog, report.findings);
        std::stable_sort(report.problems.begin(), report.problems.end(),
                         [](const Problem& a, const Problem& b) {
                             return std::tie(a.kind, a.path) < std::tie(b.kind, b.path);
                         });
        return report;
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, toUtf8(catalog.root));
    }
}

Result<std::vector<Problem>> audit(const Catalog& catalog, const AuditOptions& options,
                                   const ProgressCallback& progress, const std::stop_token& stop) {
    MN_ASSIGN(AuditReport report, inspect(catalog, options, progress, stop));
    return std::move(report.problems);
}

}  // namespace minarai::dataset
