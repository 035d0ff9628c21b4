// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a copy of the project's images, sorted as a person decided, on a worker.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "dataset/catalog.h"
#include "studio/session/folder_writer.h"
#include "studio/session/review.h"
#include "studio/session/worker.h"

namespace minarai::studio {

/// What the copy would hold.
struct CopyCounts {
    std::uint64_t images = 0;
    std::uint64_t renumbered = 0;  ///< their name is taken in their new class
    std::uint64_t bytes = 0;
};

class CopySession : public FolderWriter {
    Q_OBJECT
  public:
    using CatalogPointer = std::shared_ptr<const dataset::Catalog>;
    using ReviewPointer = std::shared_ptr<const Review>;

    explicit CopySession(QObject* parent = nullptr);

    /// counted() follows; only the newest wish is answered.
    void count(const CatalogPointer& catalog, const ReviewPointer& review);
    /// The counts are of a folder that is not open any more, or of decisions that do not hold.
    void forget();
    /// Nothing while they are counted.
    [[nodiscard]] const std::optional<CopyCounts>& counts() const { return m_counts; }

    /// finished() or failed() follows; failed() with Cancelled after cancel(). One at a time.
    void start(const CatalogPointer& catalog, const ReviewPointer& review,
               const std::filesystem::path& target);

  Q_SIGNALS:
    void counted();

  private:
    quint64 m_countSerial = 0;
    std::optional<CopyCounts> m_counts;
    Worker m_counter;
};

}  // namespace minarai::studio
