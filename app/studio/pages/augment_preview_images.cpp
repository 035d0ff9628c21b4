// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which images the preview of the Augment page is of, and which one the strip points at.
#include <QScopedValueRollback>
#include <algorithm>

#include "base/files.h"
#include "base/rng.h"
#include "studio/pages/augment_preview_panel.h"
#include "studio/session/paths.h"

namespace minarai::studio {

void AugmentPreviewPanel::takeProject() {
    const auto project = m_workspace.project().project();
    const bool isRescan = m_workspace.project().isRescan();
    m_sample.reset();
    m_draws = 0;
    QVector<quint64> keys;
    const auto count = static_cast<quint32>(project->catalog->samples.size());
    keys.reserve(count);
    for (quint32 i = 0; i < count; ++i) {
        keys.push_back(m_workspace.imageKey(i));
    }
    m_galleryModel->setKeys(std::move(keys));
    m_galleryCard->setNote(tr("%n images", nullptr, static_cast<int>(count)));
    const auto stayed = isRescan ? project->find(m_samplePath) : std::nullopt;
    if (stayed) {
        showSample(*stayed);
    } else if (isRescan && !m_file.empty()) {
        refresh();
    } else {
        m_file.clear();
        randomImage();
    }
}

std::uint64_t AugmentPreviewPanel::chance(std::uint64_t below) {
    Rng rng(mixSeed({m_seed, ++m_draws, stableHash("preview")}));
    return rng.below(std::max<std::uint64_t>(1, below));
}

void AugmentPreviewPanel::randomImage() {
    const auto project = m_workspace.project().project();
    if (!project || project->catalog->samples.empty()) {
        return;
    }
    showSample(static_cast<quint32>(chance(project->catalog->samples.size())));
}

void AugmentPreviewPanel::nextImage() {
    const auto project = m_workspace.project().project();
    if (!project || project->catalog->samples.empty()) {
        return;
    }
    const auto count = static_cast<quint32>(project->catalog->samples.size());
    showSample(m_sample ? (*m_sample + 1) % count : 0);
}

void AugmentPreviewPanel::followVariant() {
    const auto project = m_workspace.project().project();
    if (m_isFollowing || !project || !m_file.empty() || m_preview.isBusy() || current() < 0) {
        return;
    }
    const auto& sources = m_preview.shown().sources;
    const std::size_t source = m_preview.variants()[static_cast<std::size_t>(current())].source;
    const auto sample = source < sources.size() ? project->find(sources[source].id) : std::nullopt;
    if (sample) {
        const QScopedValueRollback following(m_isFollowing, true);
        m_gallery->setCurrentKey(m_workspace.imageKey(*sample));
    }
}

void AugmentPreviewPanel::showSample(quint32 sample) {
    if (m_view != kOne) {
        // It comes first in the batch.
        const QScopedValueRollback following(m_isFollowing, true);
        m_grid->setCurrentVariant(0);
    }
    if (m_sample == sample) {
        return;
    }
    m_sample = sample;
    m_samplePath = m_workspace.project().project()->catalog->samples[sample].path;
    m_file.clear();
    m_gallery->setCurrentKey(m_workspace.imageKey(sample));
    Q_EMIT accepted();
    showSource();
    refresh();
}

void AugmentPreviewPanel::showFile(const std::filesystem::path& file) {
    m_file = file;
    m_sample.reset();
    m_samplePath.clear();
    Q_EMIT accepted();
    m_gallery->setCurrentIndex({});
    m_view = kOne;
    m_views->setCurrentIndex(kOne);
    showSource();
    refresh();
}

PreviewSource AugmentPreviewPanel::sourceOf(quint32 sample) const {
    const dataset::Catalog& catalog = *m_workspace.project().project()->catalog;
    const dataset::Sample& image = catalog.samples[sample];
    return {catalog.absolutePath(image), image.path,
            toQString(catalog.classes[static_cast<std::size_t>(image.label)])};
}

std::vector<quint32> AugmentPreviewPanel::batchSamples() const {
    const auto count = m_workspace.project().project()->catalog->samples.size();
    // The chosen image first, others by the seed.
    std::vector<quint32> batch;
    if (m_sample) {
        batch.push_back(*m_sample);
    }
    Rng rng(mixSeed({m_seed, stableHash("preview batch")}));
    const std::size_t wanted = std::min<std::size_t>(AugmentPreview::kVariants, count);
    while (batch.size() < wanted) {
        const auto sample = static_cast<quint32>(rng.below(count));
        if (std::find(batch.begin(), batch.end(), sample) == batch.end()) {
            batch.push_back(sample);
        }
    }
    return batch;
}

std::vector<PreviewSource> AugmentPreviewPanel::sources() const {
    if (!m_file.empty()) {
        return {{m_file, toUtf8(m_file.filename()), {}}};
    }
    const auto project = m_workspace.project().project();
    if (!project || !m_sample || *m_sample >= project->catalog->samples.size()) {
        return {};
    }
    std::vector<PreviewSource> result;
    if (m_view == kOne) {
        result.push_back(sourceOf(*m_sample));
        return result;
    }
    for (const quint32 sample : batchSamples()) {
        result.push_back(sourceOf(sample));
    }
    return result;
}

}  // namespace minarai::studio
