// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/copy_session.h"

#include "dataset/cleaned_copy.h"

namespace minarai::studio {

namespace fs = std::filesystem;

CopySession::CopySession(QObject* parent) : FolderWriter(parent) {}

void CopySession::count(const CatalogPointer& catalog, const ReviewPointer& review) {
    const quint64 serial = ++m_countSerial;
    m_counts.reset();
    m_counter.replace([this, serial, catalog, review](const std::stop_token&) {
        const auto plan = dataset::planCopy(appliedCatalog(*catalog, *review));
        const CopyCounts counts{plan.images.size(), plan.renumbered, plan.bytes};
        QMetaObject::invokeMethod(
            this,
            [this, serial, counts] {
                if (serial == m_countSerial) {
                    m_counts = counts;
                    Q_EMIT counted();
                }
            },
            Qt::QueuedConnection);
    });
}

void CopySession::forget() {
    ++m_countSerial;
    m_counts.reset();
    m_counter.cancel();
}

void CopySession::start(const CatalogPointer& catalog, const ReviewPointer& review,
                        const fs::path& target) {
    write(target,
          [catalog, review, target](const ProgressCallback& progress, const std::stop_token& stop) {
              return dataset::writeCopy(dataset::planCopy(appliedCatalog(*catalog, *review)),
                                        target, progress, stop);
          });
}

}  // namespace minarai::studio
