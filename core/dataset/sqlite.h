// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// SQLite as the catalog needs it. Failures are texts; the catalog words them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

struct sqlite3;
struct sqlite3_stmt;

namespace minarai::dataset {

/// Why SQLite could not do something; `damaged` when the file itself is at fault.
struct SqlProblem {
    std::string text;
    bool damaged = false;
};

template <typename T>
using SqlResult = tl::expected<T, SqlProblem>;

/// One prepared statement. Parameters from 1, columns from 0.
class Statement {
  public:
    Statement& bind(int parameter, std::int64_t value);
    Statement& bind(int parameter, std::string_view text);
    Statement& bind(int parameter, std::span<const std::uint8_t> blob);

    /// True for a row, false at the end; then the statement can be bound and run again.
    SqlResult<bool> step();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string_view text(int column) const;  ///< until the next step()
    [[nodiscard]] std::span<const std::uint8_t> blob(int column) const;
    [[nodiscard]] bool isInteger(int column) const;
    [[nodiscard]] bool isText(int column) const;

  private:
    friend class Database;
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    Statement(sqlite3* database, sqlite3_stmt* statement)
        : m_database(database), m_statement(statement) {}
    sqlite3* m_database;
    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
};

class Database {
  public:
    /// Opens or creates, in write-ahead mode, trusting nothing that the file's schema says.
    static SqlResult<Database> open(const std::filesystem::path& path);
    /// Opens for reading what is there, with the same distrust. Nothing is written beside a file
    /// that nobody has open; one in use, or left by a crash, is read together with its log.
    static SqlResult<Database> openToRead(const std::filesystem::path& path);

    SqlResult<void> execute(const char* sql);
    [[nodiscard]] SqlResult<Statement> prepare(std::string_view sql) const;
    /// Runs a query and calls `take` with each row, until it refuses one.
    [[nodiscard]] SqlResult<void> eachRow(
        std::string_view sql,
        const std::function<SqlResult<void>(const Statement& row)>& take) const;
    /// The first column of the first row.
    [[nodiscard]] SqlResult<std::int64_t> number(std::string_view sql) const;

  private:
    struct Close {
        void operator()(sqlite3* database) const;
    };
    explicit Database(sqlite3* database) : m_database(database) {}
    static SqlResult<Database> openDistrusted(const std::string& name, int flags);
    std::unique_ptr<sqlite3, Close> m_database;
};

/// Rolls back unless commit() was reached.
class Transaction {
  public:
    static SqlResult<Transaction> begin(Database& database);
    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();
    SqlResult<void> commit();

  private:
    explicit Transaction(Database& database) : m_database(&database) {}
    Database* m_database;
};

}  // namespace minarai::dataset

/// Returns the problem of a SqlResult from a function that returns one.
#define MN_SQL_TRY(expression)                                 \
    do {                                                       \
        if (auto mnSql = (expression); !mnSql) {               \
            return ::tl::unexpected(std::move(mnSql.error())); \
        }                                                      \
    } while (false)
