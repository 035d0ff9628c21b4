// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A data folder with its catalog for one test, and what a stranger may do to the catalog's file.
#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "core/dataset/tree.h"
#include "dataset/catalog_store.h"

namespace minarai::dataset {

class CatalogFixture : public testing::Test {
  protected:
    [[nodiscard]] std::filesystem::path set() const { return tree.root() / "set"; }
    [[nodiscard]] std::filesystem::path catalogs() const { return tree.root() / "catalogs"; }
    [[nodiscard]] CatalogStore open() const {
        auto store = CatalogStore::open(set(), catalogs());
        EXPECT_TRUE(store.has_value()) << store.error().message();
        return std::move(store.value());
    }
    /// Runs SQL on the closed file as a stranger would.
    static void tamper(const std::filesystem::path& file, const std::string& sql) {
        sqlite3* database = nullptr;
        ASSERT_EQ(::sqlite3_open(file.c_str(), &database), SQLITE_OK);
        char* message = nullptr;
        EXPECT_EQ(::sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &message), SQLITE_OK)
            << message;
        ::sqlite3_close(database);
    }
    static std::string bytesOf(const std::filesystem::path& file) {
        std::ifstream stream(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

    Tree tree;
};

}  // namespace minarai::dataset
