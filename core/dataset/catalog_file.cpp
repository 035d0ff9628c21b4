// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/catalog_file.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/sha256.h"
#include "dataset/names.h"

namespace minarai::dataset {

namespace fs = std::filesystem;

namespace {

/// user_version. 1 had no table of look-alikes, 2 none of the split.
constexpr std::int64_t kFormat = 3;
constexpr std::int64_t kFormatWithoutAlike = 1;
constexpr std::int64_t kFirstFormat = 1;
constexpr std::int64_t kApplication = 0x4D4E5243;  ///< application_id, "MNRC"

struct Table {
    std::string_view name;
    const char* sql;
};

/// Those of the first format, then one for each later format. A file with any other table, view or
/// trigger is no catalog, but for kFormerTable.
constexpr std::array kTables{
    Table{"meta", "CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID"},
    Table{"samples",
          "CREATE TABLE samples (id INTEGER PRIMARY KEY, path TEXT NOT NULL, label INTEGER NOT "
          "NULL, part INTEGER NOT NULL, bytes INTEGER NOT NULL, modified INTEGER NOT NULL)"},
    Table{
        "findings",
        "CREATE TABLE findings (sample INTEGER PRIMARY KEY, hash BLOB, look BLOB, problems TEXT)"},
    Table{"edits",
          "CREATE TABLE edits (step INTEGER NOT NULL, item INTEGER NOT NULL, path TEXT NOT NULL, "
          "excluded INTEGER NOT NULL, class TEXT NOT NULL, together INTEGER NOT NULL, PRIMARY "
          "KEY (step, item)) WITHOUT ROWID"},
    Table{"alike",
          "CREATE TABLE alike (a INTEGER NOT NULL, b INTEGER NOT NULL, same INTEGER NOT NULL, "
          "PRIMARY KEY (a, b)) WITHOUT ROWID"},
    Table{"parts", "CREATE TABLE parts (sample INTEGER PRIMARY KEY, part INTEGER NOT NULL)"},
};

/// How many tables a catalog of this format has.
constexpr std::size_t tablesOf(std::int64_t format) {
    return kTables.size() - static_cast<std::size_t>(kFormat - format);
}

/// Made in earlier catalogs and never filled.
constexpr Table kFormerTable{"splits",
                             "CREATE TABLE splits (name TEXT PRIMARY KEY, split TEXT NOT NULL)"};

tl::unexpected<SqlProblem> damaged(std::string text) {
    return tl::unexpected(SqlProblem{std::move(text), true});
}

SqlResult<void> createTables(Database& database, const std::string& root) {
    auto transaction = Transaction::begin(database);
    if (!transaction) {
        return tl::unexpected(transaction.error());
    }
    for (const Table& table : kTables) {
        MN_SQL_TRY(database.execute(table.sql));
    }
    MN_SQL_TRY(setMetaText(database, "root", root));
    MN_SQL_TRY(database.execute("INSERT INTO meta (key, value) VALUES ('applied', 0)"));
    const std::string marks = "PRAGMA application_id = " + std::to_string(kApplication) +
                              "; PRAGMA user_version = " + std::to_string(kFormat);
    MN_SQL_TRY(database.execute(marks.c_str()));
    return transaction->commit();
}

/// Adds the tables that later formats brought.
SqlResult<void> renew(Database& database) {
    auto transaction = Transaction::begin(database);
    if (!transaction) {
        return tl::unexpected(transaction.error());
    }
    // Another process may have done so since.
    const auto format = database.number("PRAGMA user_version");
    if (!format) {
        return tl::unexpected(format.error());
    }
    if (*format < kFirstFormat || *format >= kFormat) {
        return {};
    }
    for (std::size_t i = tablesOf(*format); i < kTables.size(); ++i) {
        MN_SQL_TRY(database.execute(kTables[i].sql));
    }
    if (*format == kFormatWithoutAlike) {
        // The problems that are kept were found without the pairs: the next audit, which opens no
        // file again, finds both.
        MN_SQL_TRY(database.execute("DELETE FROM meta WHERE key IN ('problems', 'statistics')"));
    }
    const std::string mark = "PRAGMA user_version = " + std::to_string(kFormat);
    MN_SQL_TRY(database.execute(mark.c_str()));
    return transaction->commit();
}

/// Those of this format, and no others but the former one.
SqlResult<void> checkTables(Database& database, std::int64_t format = kFormat) {
    const auto wanted = std::span(kTables).first(tablesOf(format));
    std::size_t known = 0;
    const auto take = [&](const Statement& row) -> SqlResult<void> {
        const auto is = [&row](const Table& table) {
            return row.text(0) == "table" && row.text(1) == table.name && row.text(2) == table.sql;
        };
        if (is(kFormerTable)) {
            return {};
        }
        if (!std::any_of(wanted.begin(), wanted.end(), is)) {
            return damaged("it holds other tables");
        }
        ++known;
        return {};
    };
    MN_SQL_TRY(
        database.eachRow("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL", take));
    return known == wanted.size() ? SqlResult<void>() : damaged("tables are missing");
}

SqlResult<void> checkPages(Database& database) {
    auto check = database.prepare("PRAGMA quick_check(1)");
    if (!check) {
        return tl::unexpected(check.error());
    }
    const auto row = check->step();
    if (!row) {
        return tl::unexpected(row.error());
    }
    return *row && check->text(0) == "ok" ? SqlResult<void>() : damaged("its pages are damaged");
}

using PathIndex = std::unordered_map<std::string_view, std::uint32_t>;

PathIndex indexOf(const Catalog& catalog) {
    PathIndex index;
    index.reserve(catalog.samples.size());
    for (std::size_t i = 0; i < catalog.samples.size(); ++i) {
        index.emplace(catalog.samples[i].path, static_cast<std::uint32_t>(i));
    }
    return index;
}

/// Compares the table with the scan without holding the table.
class Follower {
  public:
    Follower(Database& database, const Catalog& scanned, CatalogChanges& changes,
             std::vector<std::int64_t>& ids)
        : m_database(database), m_scanned(scanned), m_changes(changes), m_ids(ids) {}

    SqlResult<void> run() {
        m_ids.assign(m_scanned.samples.size(), 0);
        MN_SQL_TRY(compare());
        m_changes.known = m_rows > 0;
        MN_SQL_TRY(forget());
        MN_SQL_TRY(update());
        return insert();
    }

  private:
    SqlResult<void> compare() {
        std::size_t next = 0;
        const auto take = [&](const Statement& row) -> SqlResult<void> {
            ++m_rows;
            const std::string_view path = row.text(1);
            const std::int64_t id = row.integer(0);
            if (id < 1 || !isSafePath(path)) {
                return damaged("its samples are not well-formed");
            }
            // Rows mostly come in the order of the scan.
            std::optional<std::size_t> at;
            if (next < m_scanned.samples.size() && m_scanned.samples[next].path == path) {
                at = next;
            } else {
                at = lookUp(path);
            }
            if (!at) {
                m_changes.removed.emplace_back(path);
                m_gone.push_back(id);
                return {};
            }
            if (m_ids[*at] != 0) {
                return damaged("a sample is listed twice");
            }
            next = *at + 1;
            m_ids[*at] = id;
            compareRow(row, *at);
            return {};
        };
        return m_database.eachRow(
            "SELECT id, path, label, part, bytes, modified FROM samples ORDER BY id", take);
    }

    void compareRow(const Statement& row, std::size_t at) {
        const Sample& sample = m_scanned.samples[at];
        const bool sameFile = row.integer(4) == static_cast<std::int64_t>(sample.bytes) &&
                              row.integer(5) == sample.modifiedNs;
        const bool samePlace = row.integer(2) == sample.label &&
                               row.integer(3) == static_cast<std::int64_t>(sample.part);
        if (!sameFile) {
            m_changes.changed.push_back(sample.path);
            m_stale.push_back(m_ids[at]);
        }
        if (!sameFile || !samePlace) {
            m_moved.push_back(at);
        }
    }

    std::optional<std::size_t> lookUp(std::string_view path) {
        if (m_index.empty()) {
            m_index = indexOf(m_scanned);
        }
        const auto found = m_index.find(path);
        return found == m_index.end() ? std::nullopt : std::optional<std::size_t>(found->second);
    }

    /// Findings of files that are gone or changed, and the samples that are gone with their parts.
    SqlResult<void> forget() {
        const auto each = [&](const char* sql,
                              const std::vector<std::int64_t>& ids) -> SqlResult<void> {
            auto statement = m_database.prepare(sql);
            if (!statement) {
                return tl::unexpected(statement.error());
            }
            for (const std::int64_t id : ids) {
                MN_SQL_TRY(statement->bind(1, id).step());
            }
            return {};
        };
        MN_SQL_TRY(each("DELETE FROM findings WHERE sample = ?", m_gone));
        MN_SQL_TRY(each("DELETE FROM findings WHERE sample = ?", m_stale));
        MN_SQL_TRY(each("DELETE FROM parts WHERE sample = ?", m_gone));
        return each("DELETE FROM samples WHERE id = ?", m_gone);
    }

    SqlResult<void> update() {
        auto statement = m_database.prepare(
            "UPDATE samples SET label = ?, part = ?, bytes = ?, modified = ? WHERE id = ?");
        if (!statement) {
            return tl::unexpected(statement.error());
        }
        for (const std::size_t at : m_moved) {
            const Sample& sample = m_scanned.samples[at];
            statement->bind(1, std::int64_t{sample.label})
                .bind(2, static_cast<std::int64_t>(sample.part))
                .bind(3, static_cast<std::int64_t>(sample.bytes))
                .bind(4, sample.modifiedNs)
                .bind(5, m_ids[at]);
            MN_SQL_TRY(statement->step());
        }
        return {};
    }

    SqlResult<void> insert() {
        const auto last = m_database.number("SELECT coalesce(max(id), 0) FROM samples");
        if (!last) {
            return tl::unexpected(last.error());
        }
        std::int64_t id = *last;
        auto statement = m_database.prepare(
            "INSERT INTO samples (id, path, label, part, bytes, modified) VALUES (?, ?, ?, ?, ?, "
            "?)");
        if (!statement) {
            return tl::unexpected(statement.error());
        }
        for (std::size_t at = 0; at < m_ids.size(); ++at) {
            if (m_ids[at] != 0) {
                continue;
            }
            const Sample& sample = m_scanned.samples[at];
            m_ids[at] = ++id;
            statement->bind(1, id)
                .bind(2, std::string_view(sample.path))
                .bind(3, std::int64_t{sample.label})
                .bind(4, static_cast<std::int64_t>(sample.part))
                .bind(5, static_cast<std::int64_t>(sample.bytes))
                .bind(6, sample.modifiedNs);
            MN_SQL_TRY(statement->step());
            if (m_changes.known) {
                m_changes.added.push_back(sample.path);
            }
        }
        return {};
    }

    Database& m_database;
    const Catalog& m_scanned;
    CatalogChanges& m_changes;
    std::vector<std::int64_t>& m_ids;
    PathIndex m_index;
    std::uint64_t m_rows = 0;
    std::vector<std::int64_t> m_gone;
    std::vector<std::int64_t> m_stale;
    std::vector<std::size_t> m_moved;
};

}  // namespace

SqlResult<std::optional<std::string>> metaText(const Database& database, std::string_view key) {
    auto statement = database.prepare("SELECT value FROM meta WHERE key = ?");
    if (!statement) {
        return tl::unexpected(statement.error());
    }
    const auto row = statement->bind(1, key).step();
    if (!row) {
        return tl::unexpected(row.error());
    }
    return *row && statement->isText(0) ? std::optional(std::string(statement->text(0)))
                                        : std::nullopt;
}

SqlResult<void> setMetaText(Database& database, std::string_view key, std::string_view text) {
    auto statement = database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)");
    if (!statement) {
        return tl::unexpected(statement.error());
    }
    MN_SQL_TRY(statement->bind(1, key).bind(2, text).step());
    return {};
}

fs::path catalogFileOf(const std::string& root, const fs::path& catalogs) {
    Sha256 hash;
    hash.add(std::span(reinterpret_cast<const std::uint8_t*>(root.data()), root.size()));
    return catalogs / (hash.hex().substr(0, 32) + ".sqlite");
}

SqlResult<Database> openCatalogFile(const std::filesystem::path& file, const std::string& root) {
    auto database = Database::open(file);
    if (!database) {
        return database;
    }
    const auto format = database->number("PRAGMA user_version");
    const auto application = database->number("PRAGMA application_id");
    const auto tables = database->number("SELECT count(*) FROM sqlite_schema");
    for (const auto* number : {&format, &application, &tables}) {
        if (!*number) {
            return tl::unexpected(number->error());
        }
    }
    if (*format == 0 && *application == 0 && *tables == 0) {
        MN_SQL_TRY(createTables(*database, root));
        return database;
    }
    if (*application == kApplication && *format > kFormat) {
        // It holds what this program knows nothing of, and is not replaced.
        return tl::unexpected(SqlProblem{"a newer version of Minarai made it", false});
    }
    if (*application != kApplication || *format < kFirstFormat) {
        return damaged("it has another format");
    }
    if (*format != kFormat) {
        MN_SQL_TRY(checkTables(*database, *format));
        MN_SQL_TRY(renew(*database));
    }
    MN_SQL_TRY(checkTables(*database));
    MN_SQL_TRY(checkPages(*database));
    if (!belongsTo(*database, root)) {
        return damaged("it belongs to another folder");
    }
    return database;
}

SqlResult<Database> openCatalogFileToRead(const std::filesystem::path& file) {
    auto database = Database::openToRead(file);
    if (!database) {
        return database;
    }
    const auto format = database->number("PRAGMA user_version");
    const auto application = database->number("PRAGMA application_id");
    for (const auto* number : {&format, &application}) {
        if (!*number) {
            return tl::unexpected(number->error());
        }
    }
    if (*application != kApplication) {
        return damaged("it is no catalog of Minarai");
    }
    if (*format > kFormat) {
        return damaged("a newer version of Minarai made it");
    }
    if (*format < kFirstFormat) {
        return damaged("it has another format");
    }
    MN_SQL_TRY(checkTables(*database, *format));
    MN_SQL_TRY(checkPages(*database));
    return database;
}

bool belongsTo(Database& database, const std::string& root) {
    const auto application = database.number("PRAGMA application_id");
    if (!application || *application != kApplication) {
        return false;
    }
    const auto owner = metaText(database, "root");
    return owner && owner->value_or("") == root;
}

SqlResult<void> followFolder(Database& database, const Catalog& scanned, CatalogChanges& changes,
                             std::vector<std::int64_t>& ids) {
    return Follower(database, scanned, changes, ids).run();
}

}  // namespace minarai::dataset
