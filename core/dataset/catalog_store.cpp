// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/catalog_store.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <thread>
#include <tuple>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/files.h"
#include "dataset/catalog_audit.h"
#include "dataset/catalog_file.h"
#include "dataset/catalog_journal.h"
#include "dataset/catalog_records.h"
#include "dataset/catalog_rescue.h"
#include "dataset/catalog_split.h"
#include "dataset/names.h"

namespace minarai::dataset {

namespace fs = std::filesystem;

fs::path catalogFolder() {
    const char* data = std::getenv("XDG_DATA_HOME");
    if (data != nullptr && *data == '/') {
        return fs::path(data) / "minarai" / "catalogs";
    }
    const char* home = std::getenv("HOME");
    return fs::path(home != nullptr ? home : "/") / ".local" / "share" / "minarai" / "catalogs";
}

struct CatalogStore::Impl {
    fs::path file;
    std::optional<Database> database;
    std::shared_ptr<const Catalog> scanned;
    CatalogChanges changes;
    std::optional<Error> notice;
    std::vector<std::int64_t> ids;
    Journal journal;
    RescuedEdits rescued;  ///< of a catalog that was set aside
    std::int64_t dataVersion = 0;
    std::unordered_set<std::string_view> paths;  ///< filled when first needed

    [[nodiscard]] Error failed(const SqlProblem& problem) const {
        return fail(ErrorCode::CatalogFailed, toUtf8(file), problem.text);
    }
    /// The folder of the catalogs cannot be made.
    [[nodiscard]] Error failed(const Error& error) const {
        return fail(
            ErrorCode::CatalogFailed, toUtf8(file),
            error.code == ErrorCode::DiskFull ? "no space is left" : error.args.back().c_str());
    }

    /// The database's part of opening.
    SqlResult<void> attach() {
        auto transaction = Transaction::begin(*database);
        if (!transaction) {
            return tl::unexpected(transaction.error());
        }
        auto loaded = Journal::load(*database);
        if (!loaded) {
            return tl::unexpected(loaded.error());
        }
        journal = std::move(*loaded);
        if (!rescued.steps.empty() && journal.steps().empty()) {
            MN_SQL_TRY(journal.takeOver(*database, rescued.steps, rescued.applied));
        }
        changes = {};
        MN_SQL_TRY(followFolder(*database, *scanned, changes, ids));
        if (!changes.added.empty() || !changes.removed.empty() || !changes.changed.empty()) {
            // Problems of the whole set are those of another set now.
            MN_SQL_TRY(
                database->execute("DELETE FROM meta WHERE key IN ('problems', 'statistics'); "
                                  "DELETE FROM alike"));
        }
        MN_SQL_TRY(transaction->commit());
        return noteVersion();
    }

    SqlResult<void> noteVersion() {
        const auto version = database->number("PRAGMA data_version");
        if (!version) {
            return tl::unexpected(version.error());
        }
        dataVersion = *version;
        return {};
    }

    /// Runs `work` on the journal as it is in the file, within a transaction.
    template <typename T, typename Work>
    Result<T> edit(const Work& work) {
        const auto attempt = [&]() -> SqlResult<T> {
            auto transaction = Transaction::begin(*database);
            if (!transaction) {
                return tl::unexpected(transaction.error());
            }
            const auto version = database->number("PRAGMA data_version");
            if (!version) {
                return tl::unexpected(version.error());
            }
            if (*version != dataVersion) {
                MN_SQL_TRY(reload());
                dataVersion = *version;
            }
            SqlResult<T> result = work();
            if (result) {
                MN_SQL_TRY(transaction->commit());
            }
            return result;
        };
        SqlResult<T> result = attempt();
        if (!result) {
            (void)reload();  // what the failed attempt did to the copy in memory
            return failed(result.error());
        }
        if constexpr (std::is_void_v<T>) {
            return {};
        } else {
            return std::move(*result);
        }
    }

    SqlResult<void> reload() {
        auto loaded = Journal::load(*database);
        if (!loaded) {
            return tl::unexpected(loaded.error());
        }
        journal = std::move(*loaded);
        return {};
    }

    Status checkPaths(const std::vector<std::string>& wanted) {
        if (paths.empty()) {
            for (const Sample& sample : scanned->samples) {
                paths.insert(sample.path);
            }
        }
        for (const std::string& path : wanted) {
            if (!paths.contains(path)) {
                return fail(ErrorCode::FileMissing, shownName(path));
            }
        }
        return {};
    }

    Status checkClass(const std::string& name) const {
        const auto& classes = scanned->classes;
        if (!name.empty() && !std::binary_search(classes.begin(), classes.end(), name)) {
            return fail(ErrorCode::SettingChoice, "class", shownName(name),
                        fmt::format("{}", fmt::join(classes, ", ")));
        }
        return {};
    }

    /// One step of those images that `change` changes.
    Status append(const std::vector<std::string>& wanted,
                  const std::function<void(std::size_t, ImageState&)>& change) {
        MN_TRY(checkPaths(wanted));
        return edit<void>([&]() -> SqlResult<void> {
            std::vector<Edit> edits;
            std::unordered_set<std::string_view> seen;
            for (std::size_t i = 0; i < wanted.size(); ++i) {
                const ImageState before = journal.stateOf(wanted[i]);
                ImageState after = before;
                change(i, after);
                if (after != before && seen.insert(wanted[i]).second) {
                    edits.push_back({wanted[i], std::move(after)});
                }
            }
            return edits.empty() ? SqlResult<void>() : journal.append(*database, std::move(edits));
        });
    }

    Result<std::optional<std::string>> meta(std::string_view key) {
        auto text = metaText(*database, key);
        return text ? Result<std::optional<std::string>>(std::move(*text)) : failed(text.error());
    }
};

CatalogStore::CatalogStore(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
CatalogStore::CatalogStore(CatalogStore&&) noexcept = default;
CatalogStore& CatalogStore::operator=(CatalogStore&&) noexcept = default;
CatalogStore::~CatalogStore() = default;

Result<CatalogStore> CatalogStore::open(const fs::path& root, const fs::path& catalogs,
                                        const ProgressCallback& progress,
                                        const std::stop_token& stop) {
    std::error_code error;
    const std::string canonical = toUtf8(fs::canonical(root, error));
    auto impl = std::make_unique<Impl>();
    SqlResult<Database> database = tl::unexpected(SqlProblem{});
    Result<Catalog> scanned = Error(ErrorCode::Cancelled);
    {
        // The file is checked while the folder is read. A folder that is not there has no catalog.
        std::jthread opener;
        if (!error) {
            impl->file = catalogFileOf(canonical, catalogs);
            if (const Status made = makeFolder(catalogs); !made) {
                return impl->failed(made.error());
            }
            opener = std::jthread([&] { database = openCatalogFile(impl->file, canonical); });
        }
        scanned = scan(root, progress, stop);
    }
    MN_ASSIGN(Catalog catalog, std::move(scanned));
    impl->scanned = std::make_shared<const Catalog>(std::move(catalog));
    for (int attempt = 0; attempt < 2; ++attempt) {
        SqlProblem problem;
        if (database) {
            impl->database.emplace(std::move(*database));
            if (const auto attached = impl->attach(); attached) {
                return CatalogStore(std::move(impl));
            } else {
                problem = attached.error();
            }
            impl->database.reset();
        } else {
            problem = database.error();
        }
        if (!problem.damaged || attempt > 0) {
            return impl->failed(problem);
        }
        impl->rescued = rescueEdits(setAside(impl->file), canonical);
        if (!impl->rescued.whole) {
            impl->notice = fail(ErrorCode::CatalogDamaged, toUtf8(impl->file), problem.text);
        }
        database = openCatalogFile(impl->file, canonical);
    }
    return fail(ErrorCode::Internal, "catalog");
}

const std::shared_ptr<const Catalog>& CatalogStore::scanned() const {
    return m_impl->scanned;
}

const CatalogChanges& CatalogStore::changes() const {
    return m_impl->changes;
}

const std::optional<Error>& CatalogStore::notice() const {
    return m_impl->notice;
}

const fs::path& CatalogStore::file() const {
    return m_impl->file;
}

Catalog applied(Catalog catalog, const ImageStates& states) {
    if (states.empty()) {
        return catalog;
    }
    const auto& classes = catalog.classes;
    std::erase_if(catalog.samples, [&](Sample& sample) {
        const auto found = states.find(sample.path);
        if (found == states.end()) {
            return false;
        }
        const ImageState& state = found->second;
        const auto given = std::lower_bound(classes.begin(), classes.end(), state.className);
        if (given != classes.end() && *given == state.className) {
            sample.label = static_cast<std::int32_t>(given - classes.begin());
        }
        sample.group = state.group;
        return state.excluded;
    });
    std::sort(catalog.samples.begin(), catalog.samples.end(), [](const Sample& a, const Sample& b) {
        return std::tie(a.part, a.label, a.path) < std::tie(b.part, b.label, b.path);
    });
    return catalog;
}

Catalog CatalogStore::view() const {
    return applied(*m_impl->scanned, m_impl->journal.states());
}

const ImageStates& CatalogStore::states() const {
    return m_impl->journal.states();
}

ImageState CatalogStore::stateOf(const std::string& path) const {
    return m_impl->journal.stateOf(path);
}

Status CatalogStore::apply(const std::vector<Edit>& edits) {
    std::vector<std::string> paths;
    for (const Edit& edit : edits) {
        MN_TRY(m_impl->checkClass(edit.state.className));
        paths.push_back(edit.path);
    }
    return m_impl->append(paths, [&](std::size_t i, ImageState& state) { state = edits[i].state; });
}

Status CatalogStore::exclude(const std::vector<std::string>& paths) {
    return m_impl->append(paths, [](std::size_t, ImageState& state) { state.excluded = true; });
}

Status CatalogStore::restore(const std::vector<std::string>& paths) {
    return m_impl->append(paths, [](std::size_t, ImageState& state) { state.excluded = false; });
}

Status CatalogStore::relabel(const std::vector<std::string>& paths, const std::string& className) {
    MN_TRY(m_impl->checkClass(className));
    return m_impl->append(paths,
                          [&](std::size_t, ImageState& state) { state.className = className; });
}

Status CatalogStore::group(const std::vector<std::string>& paths, std::uint32_t number) {
    return m_impl->append(paths, [&](std::size_t, ImageState& state) { state.group = number; });
}

Result<std::optional<EditStep>> CatalogStore::undo() {
    return m_impl->edit<std::optional<EditStep>>(
        [&] { return m_impl->journal.undo(*m_impl->database); });
}

Result<std::optional<EditStep>> CatalogStore::redo() {
    return m_impl->edit<std::optional<EditStep>>(
        [&] { return m_impl->journal.redo(*m_impl->database); });
}

std::size_t CatalogStore::undoSteps() const {
    return m_impl->journal.appliedSteps();
}

std::size_t CatalogStore::redoSteps() const {
    return m_impl->journal.steps().size() - m_impl->journal.appliedSteps();
}

const std::vector<EditStep>& CatalogStore::journal() const {
    return m_impl->journal.steps();
}

Result<std::vector<Finding>> CatalogStore::findings() const {
    auto found = readFindings(*m_impl->database, m_impl->ids);
    return found ? Result<std::vector<Finding>>(std::move(*found)) : m_impl->failed(found.error());
}

Status CatalogStore::storeFindings(const std::vector<Finding>& findings) {
    return m_impl->edit<void>(
        [&] { return insertFindings(*m_impl->database, m_impl->ids, findings); });
}

Status CatalogStore::storeAudit(const AuditReport& report) {
    return m_impl->edit<void>([&]() -> SqlResult<void> {
        Database& database = *m_impl->database;
        MN_SQL_TRY(insertFindings(database, m_impl->ids, report.findings));
        MN_SQL_TRY(insertAlike(database, m_impl->ids, report.alike));
        MN_SQL_TRY(setMetaText(database, "problems", problemsToText(report.problems)));
        return setMetaText(database, "statistics", statisticsToText(report.statistics));
    });
}

Result<std::vector<LookAlike>> CatalogStore::alike() const {
    auto pairs = readAlike(*m_impl->database, m_impl->ids);
    return pairs ? Result<std::vector<LookAlike>>(std::move(*pairs))
                 : m_impl->failed(pairs.error());
}

Result<std::optional<std::vector<Problem>>> CatalogStore::problems() const {
    MN_ASSIGN(const auto text, m_impl->meta("problems"));
    return text ? problemsFromText(*text) : std::nullopt;
}

Result<std::optional<DataStatistics>> CatalogStore::statistics() const {
    MN_ASSIGN(const auto text, m_impl->meta("statistics"));
    return text ? statisticsFromText(*text) : std::nullopt;
}

Status CatalogStore::keepSplit(const Split& split) {
    return m_impl->edit<void>(
        [&] { return insertSplit(*m_impl->database, m_impl->ids, *m_impl->scanned, split); });
}

Result<std::optional<Split>> CatalogStore::split() const {
    auto split = readSplit(*m_impl->database, m_impl->ids, *m_impl->scanned, view());
    return split ? Result<std::optional<Split>>(std::move(*split)) : m_impl->failed(split.error());
}

}  // namespace minarai::dataset
