// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Turns the official files of a known data set into a folder of images, on a worker.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "dataset/importers.h"
#include "studio/session/folder_writer.h"
#include "studio/session/worker.h"

namespace minarai::studio {

class ImportSession : public FolderWriter {
    Q_OBJECT
  public:
    explicit ImportSession(QObject* parent = nullptr);

    /// guessed() follows if the files are known.
    void guess(const std::filesystem::path& source);

    /// finished() or failed() follows; failed() with Cancelled after cancel(). One at a time.
    void start(dataset::ImportFormat format, const std::filesystem::path& source,
               const std::filesystem::path& target);

    /// Official files that were not there for the newest import, after finished().
    [[nodiscard]] const std::vector<std::string>& missing() const { return *m_missing; }

  Q_SIGNALS:
    void guessed(minarai::dataset::ImportFormat format);

  private:
    using Names = std::vector<std::string>;

    quint64 m_guessSerial = 0;
    std::shared_ptr<Names> m_missing = std::make_shared<Names>();  ///< also of the import's thread
    Worker m_guesser;
};

}  // namespace minarai::studio
