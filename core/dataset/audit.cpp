// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <exception>
#include <mutex>
#include <new>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include <xxhash.h>

#include "base/files.h"
#include "base/parallel.h"
#include "dataset/catalog.h"
#include "image/decode.h"

namespace minarai::dataset {

namespace {

constexpr std::uint64_t kMaxFileBytes = std::uint64_t{1} << 30;

/// What one file turned out to be.
struct Finding {
    bool hashed = false;
    std::uint64_t hashHigh = 0;
    std::uint64_t hashLow = 0;
    std::vector<Problem> problems;
};

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
        finding.hashed = true;
        finding.hashHigh = value.high64;
        finding.hashLow = value.low64;
    }
    if (!decode) {
        return;
    }
    if (const auto image = image::decode(*bytes, sample.path); !image) {
        add(ProblemKind::Unreadable, image.error());
        return;
    }
    const image::Format format = image::sniffFormat(*bytes);
    if (!image::extensionFits(fromUtf8(sample.path), format)) {
        add(ProblemKind::Extension,
            fail(ErrorCode::ExtensionWrong, sample.path, image::formatName(format)));
    }
}

/// Files of the same bytes, in the catalog's order.
using Group = std::vector<std::size_t>;

void judge(const Catalog& catalog, const Group& group, std::vector<Problem>& problems) {
    const auto& samples = catalog.samples;
    // The catalog is sorted by part, then class: the first file stands for the earliest part, and
    // files of one part and class follow each other.
    const Sample& first = samples[group.front()];
    const Sample* otherClass = nullptr;
    for (const std::size_t i : group) {
        if (samples[i].label != first.label) {
            otherClass = &samples[i];
            break;
        }
    }
    const Sample* runStart = nullptr;
    for (const std::size_t i : group) {
        const Sample& sample = samples[i];
        const auto add = [&](ProblemKind kind, ErrorCode code, const Sample& other) {
            problems.push_back(makeProblem(kind, sample.path, fail(code, sample.path, other.path)));
        };
        if (otherClass != nullptr) {
            const Sample& other = sample.label == first.label ? *otherClass : first;
            add(ProblemKind::LabelConflict, ErrorCode::DuplicateConflict, other);
        }
        if (catalog.hasParts && first.part < sample.part) {
            add(ProblemKind::Leak, ErrorCode::DuplicateLeak, first);
        }
        if (runStart != nullptr && runStart->part == sample.part &&
            runStart->label == sample.label) {
            add(ProblemKind::Duplicate, ErrorCode::DuplicateImage, *runStart);
        } else {
            runStart = &sample;
        }
    }
}

void findDuplicates(const Catalog& catalog, const std::vector<Finding>& findings,
                    std::vector<Problem>& problems) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < findings.size(); ++i) {
        if (findings[i].hashed) {
            order.push_back(i);
        }
    }
    const auto key = [&](std::size_t i) {
        return std::pair(findings[i].hashHigh, findings[i].hashLow);
    };
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(key(a), a) < std::pair(key(b), b);
    });
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin + 1;
        while (end < order.size() && key(order[end]) == key(order[begin])) {
            ++end;
        }
        if (end - begin > 1) {
            judge(catalog,
                  Group(order.begin() + static_cast<std::ptrdiff_t>(begin),
                        order.begin() + static_cast<std::ptrdiff_t>(end)),
                  problems);
        }
        begin = end;
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

}  // namespace

Result<std::vector<Problem>> audit(const Catalog& catalog, const AuditOptions& options,
                                   const ProgressCallback& progress, const std::stop_token& stop) {
    try {
        const std::size_t count = catalog.samples.size();
        const std::vector<bool> shared = sharesItsSize(catalog);
        std::vector<Finding> findings(count);
        std::mutex reporting;
        std::uint64_t done = 0;
        parallelFor(
            count, options.threads == 0 ? hardwareThreads() : options.threads,
            [&](std::size_t i) {
                const bool hash = options.duplicates && shared[i];
                if (options.decode || hash) {
                    examine(catalog, catalog.samples[i], options.decode, hash, findings[i]);
                }
                const std::lock_guard lock(reporting);
                ++done;
                if (progress) {
                    progress(Progress{done, count});
                }
            },
            stop);
        if (stop.stop_requested()) {
            return fail(ErrorCode::Cancelled);
        }
        std::vector<Problem> problems;
        for (Finding& finding : findings) {
            for (Problem& found : finding.problems) {
                problems.push_back(std::move(found));
            }
        }
        findDuplicates(catalog, findings, problems);
        std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
            return std::tie(a.kind, a.path) < std::tie(b.kind, b.path);
        });
        return problems;
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, toUtf8(catalog.root));
    }
}

}  // namespace minarai::dataset
