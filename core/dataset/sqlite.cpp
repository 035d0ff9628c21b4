// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/sqlite.h"

#include <sqlite3.h>

#include <system_error>
#include <utility>

#include "base/files.h"

namespace minarai::dataset {

namespace {

constexpr int kBusyMs = 5000;
/// Longer texts and blobs than any the catalog writes come from elsewhere.
constexpr int kMostBytes = 1 << 30;

tl::unexpected<SqlProblem> problem(sqlite3* database, int code) {
    const int primary = code & 0xFF;
    SqlProblem found;
    found.text = database != nullptr ? ::sqlite3_errmsg(database) : ::sqlite3_errstr(code);
    found.damaged = primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB ||
                    primary == SQLITE_ERROR || primary == SQLITE_MISMATCH ||
                    primary == SQLITE_TOOBIG || primary == SQLITE_CONSTRAINT;
    return tl::unexpected(std::move(found));
}

/// "file:///…" with what means something in a URI escaped.
std::string uriOf(const std::filesystem::path& path) {
    std::error_code ignored;
    std::string uri = "file://";
    for (const char byte : toUtf8(std::filesystem::absolute(path, ignored))) {
        switch (byte) {
            case '%':
                uri += "%25";
                break;
            case '?':
                uri += "%3f";
                break;
            case '#':
                uri += "%23";
                break;
            default:
                uri += byte;
        }
    }
    return uri;
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
    ::sqlite3_finalize(statement);
}

Statement& Statement::bind(int parameter, std::int64_t value) {
    (void)::sqlite3_bind_int64(m_statement.get(), parameter, value);
    return *this;
}

Statement& Statement::bind(int parameter, std::string_view text) {
    (void)::sqlite3_bind_text64(m_statement.get(), parameter, text.data(), text.size(),
                                SQLITE_TRANSIENT, SQLITE_UTF8);
    return *this;
}

Statement& Statement::bind(int parameter, std::span<const std::uint8_t> blob) {
    (void)::sqlite3_bind_blob64(m_statement.get(), parameter, blob.data(), blob.size(),
                                SQLITE_TRANSIENT);
    return *this;
}

SqlResult<bool> Statement::step() {
    const int code = ::sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW) {
        return true;
    }
    if (code == SQLITE_DONE) {
        (void)::sqlite3_reset(m_statement.get());
        return false;
    }
    auto failure = problem(m_database, code);
    (void)::sqlite3_reset(m_statement.get());
    return failure;
}

std::int64_t Statement::integer(int column) const {
    return ::sqlite3_column_int64(m_statement.get(), column);
}

std::string_view Statement::text(int column) const {
    const auto* bytes = ::sqlite3_column_text(m_statement.get(), column);
    const auto size = static_cast<std::size_t>(::sqlite3_column_bytes(m_statement.get(), column));
    return bytes == nullptr ? std::string_view()
                            : std::string_view(reinterpret_cast<const char*>(bytes), size);
}

std::span<const std::uint8_t> Statement::blob(int column) const {
    const auto* bytes =
        static_cast<const std::uint8_t*>(::sqlite3_column_blob(m_statement.get(), column));
    const auto size = static_cast<std::size_t>(::sqlite3_column_bytes(m_statement.get(), column));
    return bytes == nullptr ? std::span<const std::uint8_t>() : std::span(bytes, size);
}

bool Statement::isInteger(int column) const {
    return ::sqlite3_column_type(m_statement.get(), column) == SQLITE_INTEGER;
}

bool Statement::isText(int column) const {
    return ::sqlite3_column_type(m_statement.get(), column) == SQLITE_TEXT;
}

void Database::Close::operator()(sqlite3* database) const {
    (void)::sqlite3_close_v2(database);
}

SqlResult<Database> Database::openDistrusted(const std::string& name, int flags) {
    sqlite3* handle = nullptr;
    const int code = ::sqlite3_open_v2(name.c_str(), &handle,
                                       flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW, nullptr);
    Database database(handle);
    if (code != SQLITE_OK) {
        return problem(handle, code);
    }
    (void)::sqlite3_extended_result_codes(handle, 1);
    (void)::sqlite3_busy_timeout(handle, kBusyMs);
    (void)::sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    (void)::sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    (void)::sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    (void)::sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    (void)::sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, kMostBytes);
    return database;
}

SqlResult<Database> Database::open(const std::filesystem::path& path) {
    auto database = openDistrusted(toUtf8(path), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    if (database) {
        MN_SQL_TRY(database->execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"));
    }
    return database;
}

SqlResult<Database> Database::openToRead(const std::filesystem::path& path) {
    // Without a log the file is complete, and need not have one made beside it.
    std::error_code error;
    const auto logBytes = std::filesystem::file_size(std::filesystem::path(path) += "-wal", error);
    const bool isComplete = error || logBytes == 0;
    return openDistrusted(uriOf(path) + (isComplete ? "?immutable=1" : ""),
                          SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
}

SqlResult<void> Database::execute(const char* sql) {
    const int code = ::sqlite3_exec(m_database.get(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        return problem(m_database.get(), code);
    }
    return {};
}

SqlResult<Statement> Database::prepare(std::string_view sql) const {
    sqlite3_stmt* statement = nullptr;
    const int code = ::sqlite3_prepare_v2(m_database.get(), sql.data(),
                                          static_cast<int>(sql.size()), &statement, nullptr);
    if (code != SQLITE_OK) {
        return problem(m_database.get(), code);
    }
    return Statement(m_database.get(), statement);
}

SqlResult<void> Database::eachRow(
    std::string_view sql, const std::function<SqlResult<void>(const Statement& row)>& take) const {
    auto rows = prepare(sql);
    if (!rows) {
        return tl::unexpected(std::move(rows.error()));
    }
    while (true) {
        const auto row = rows->step();
        if (!row) {
            return tl::unexpected(row.error());
        }
        if (!*row) {
            return {};
        }
        MN_SQL_TRY(take(*rows));
    }
}

SqlResult<std::int64_t> Database::number(std::string_view sql) const {
    auto statement = prepare(sql);
    if (!statement) {
        return tl::unexpected(std::move(statement.error()));
    }
    const auto row = statement->step();
    if (!row) {
        return tl::unexpected(row.error());
    }
    if (!*row || !statement->isInteger(0)) {
        return tl::unexpected(SqlProblem{"a number is missing", true});
    }
    return statement->integer(0);
}

SqlResult<Transaction> Transaction::begin(Database& database) {
    MN_SQL_TRY(database.execute("BEGIN IMMEDIATE"));
    return Transaction(database);
}

Transaction::Transaction(Transaction&& other) noexcept
    : m_database(std::exchange(other.m_database, nullptr)) {}

Transaction::~Transaction() {
    if (m_database != nullptr) {
        (void)m_database->execute("ROLLBACK");
    }
}

SqlResult<void> Transaction::commit() {
    MN_SQL_TRY(m_database->execute("COMMIT"));
    m_database = nullptr;
    return {};
}

}  // namespace minarai::dataset
