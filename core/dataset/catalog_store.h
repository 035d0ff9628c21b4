// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What is known about a folder of images from one day to the next: its samples, what the audit
// found, the person's edits with unlimited undo, the split and statistics. An SQLite database
// beside the user's other data; the folder itself is never written to. A split that others are to
// have is a file (split_file.h).
//
//   MN_ASSIGN(CatalogStore store, CatalogStore::open(folder));
//   store.exclude({"cats/7.jpg"});
//   const Catalog catalog = store.view();  // without that image
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/progress.h"
#include "dataset/audit.h"
#include "dataset/catalog.h"
#include "dataset/split.h"

namespace minarai::dataset {

/// `$XDG_DATA_HOME/minarai/catalogs`, or the same below `~/.local/share`.
std::filesystem::path catalogFolder();

/// How the folder differs from what was known.
struct CatalogChanges {
    bool known = false;  ///< false: never opened before, or the catalog was made anew
    std::vector<std::string> added;
    std::vector<std::string> removed;
    std::vector<std::string> changed;  ///< another size or time of change
};

/// What a person decided about an image.
struct ImageState {
    bool excluded = false;
    std::string className;    ///< empty: that of its folder
    std::uint32_t group = 0;  ///< images of the same one stay together in a split; 0: none
    bool operator==(const ImageState&) const = default;
};

/// One image of one step of the journal: from then on it is in this state.
struct Edit {
    std::string path;  ///< relative to the root
    ImageState state;
    bool operator==(const Edit&) const = default;
};

/// A step that is undone and redone as a whole.
struct EditStep {
    std::vector<Edit> edits;
    bool applied = true;  ///< false: undone; redo() applies it again
};

/// States of the images that are not as their folder says, by path.
using ImageStates = std::map<std::string, ImageState, std::less<>>;

/// The catalog with the edits: without excluded images, others with the label and group they were
/// given, in a catalog's order. A class that is none of the catalog's leaves the label as it is.
Catalog applied(Catalog catalog, const ImageStates& states);

/// One thread at a time. Another process may have the same catalog open: each edit begins with what
/// that one did.
class CatalogStore {
  public:
    /// Scans the folder and opens or makes its catalog below `catalogs`. What changed on disk is
    /// taken over: findings of changed and removed files are forgotten, edits stay. A catalog that
    /// is damaged, of another format or not made by this program is set aside (".damaged-1") and
    /// made anew with the edits that can be read of it: see notice(). One of a newer version of the
    /// program stays as it is. Errors of scan(), CatalogFailed.
    static Result<CatalogStore> open(const std::filesystem::path& root,
                                     const std::filesystem::path& catalogs = catalogFolder(),
                                     const ProgressCallback& progress = {},
                                     const std::stop_token& stop = {});

    CatalogStore(CatalogStore&&) noexcept;
    CatalogStore& operator=(CatalogStore&&) noexcept;
    ~CatalogStore();

    /// The folder as it is on disk.
    [[nodiscard]] const std::shared_ptr<const Catalog>& scanned() const;
    [[nodiscard]] const CatalogChanges& changes() const;
    /// CatalogDamaged when the catalog had to be made anew and edits are lost.
    [[nodiscard]] const std::optional<Error>& notice() const;
    [[nodiscard]] const std::filesystem::path& file() const;

    /// applied(*scanned(), states()): what is split and trained on.
    [[nodiscard]] Catalog view() const;
    [[nodiscard]] const ImageStates& states() const;
    [[nodiscard]] ImageState stateOf(const std::string& path) const;

    /// One step of the journal, however many images; what was undone before it is gone. Edits that
    /// change nothing are left out; without any other there is no step. FileMissing for a path that
    /// is not in the folder, SettingChoice for a class that is none, CatalogFailed.
    Status apply(const std::vector<Edit>& edits);
    Status exclude(const std::vector<std::string>& paths);
    Status restore(const std::vector<std::string>& paths);
    /// An empty name gives the folder's class back.
    Status relabel(const std::vector<std::string>& paths, const std::string& className);
    /// Keeps images together; 0 lets them go.
    Status group(const std::vector<std::string>& paths, std::uint32_t number);

    /// The step that was undone or redone; nothing at the end of the journal. CatalogFailed.
    Result<std::optional<EditStep>> undo();
    Result<std::optional<EditStep>> redo();
    [[nodiscard]] std::size_t undoSteps() const;
    [[nodiscard]] std::size_t redoSteps() const;
    /// The whole journal, oldest first. It is kept from one day to the next.
    [[nodiscard]] const std::vector<EditStep>& journal() const;

    /// What the audit knows of each sample of scanned(); not opened where it knows nothing.
    [[nodiscard]] Result<std::vector<Finding>> findings() const;
    /// Keeps what was found so far of an audit of scanned() that goes on another time.
    /// CatalogFailed.
    Status storeFindings(const std::vector<Finding>& findings);
    /// Keeps the findings, problems, look-alikes and statistics of an audit of scanned().
    /// CatalogFailed.
    Status storeAudit(const AuditReport& report);
    /// The problems of the last audit; nothing when there was none since the folder changed.
    [[nodiscard]] Result<std::optional<std::vector<Problem>>> problems() const;
    /// Of the last audit; empty where problems() holds nothing.
    [[nodiscard]] Result<std::vector<LookAlike>> alike() const;
    /// Of the last audit.
    [[nodiscard]] Result<std::optional<DataStatistics>> statistics() const;

    /// Keeps a split of view() in place of the one before: how it was drawn, and the part of each
    /// image. Images that are not in the folder are left out. CatalogFailed.
    Status keepSplit(const Split& split);
    /// The split that was kept last, of those of its images that are in view(), with the labels
    /// they have there, by label and path. Nothing when none was kept.
    [[nodiscard]] Result<std::optional<Split>> split() const;

  private:
    struct Impl;
    explicit CatalogStore(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

}  // namespace minarai::dataset
