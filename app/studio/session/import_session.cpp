// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/import_session.h"

namespace minarai::studio {

namespace fs = std::filesystem;
using dataset::ImportFormat;

ImportSession::ImportSession(QObject* parent) : FolderWriter(parent) {}

void ImportSession::guess(const fs::path& source) {
    const quint64 serial = ++m_guessSerial;
    m_guesser.replace([this, serial, source](const std::stop_token&) {
        const auto format = dataset::detectImport(source);
        QMetaObject::invokeMethod(
            this,
            [this, serial, format] {
                if (serial == m_guessSerial && format) {
                    Q_EMIT guessed(*format);
                }
            },
            Qt::QueuedConnection);
    });
}

void ImportSession::start(ImportFormat format, const fs::path& source, const fs::path& target) {
    m_missing = std::make_shared<Names>();
    write(target,
          [format, source, target, missing = m_missing](const ProgressCallback& progress,
                                                        const std::stop_token& stop) -> Status {
              MN_ASSIGN(dataset::Imported imported,
                        dataset::importDataset(format, source, target, progress, stop));
              *missing = std::move(imported.missing);
              return {};
          });
}

}  // namespace minarai::studio
