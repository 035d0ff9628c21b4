// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/validation_wall.h"

#include <QEvent>
#include <QVBoxLayout>
#include <algorithm>
#include <numeric>
#include <utility>

#include "base/files.h"
#include "studio/pages/quiet_scroll_bar.h"
#include "studio/session/paths.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

ValidationWall::ValidationWall(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_card(new widgets::Card),
      m_chip(widgets::textButton(QString())),
      m_model(new widgets::GalleryModel([this](quint64 key) { return describe(key); }, this)),
      m_gallery(new widgets::GalleryView) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    m_card->addHeaderWidget(m_chip);
    m_chip->hide();
    m_gallery->setGalleryModel(m_model);
    m_gallery->setThumbnailSource(&workspace.thumbnails());
    quietScrollBar(m_gallery);
    m_gallery->setThumbnailWidth(104);
    m_gallery->setMinimumHeight(120);
    m_card->setContent(m_gallery);
    connect(m_chip, &QToolButton::clicked, this, [this] {
        setFilter(std::nullopt);
        Q_EMIT filterCleared();
    });
    connect(m_gallery, &widgets::GalleryView::itemActivated, this, &ValidationWall::openLarge);
    updateTexts();
}

void ValidationWall::show(std::shared_ptr<const train::ValidationResult> result,
                          const QStringList& classes, std::int64_t epoch) {
    const bool samePaths = m_result && result && m_result->paths == result->paths;
    m_result = std::move(result);
    if (!samePaths) {
        indexKeys();
    }
    m_classes = classes;
    m_epoch = epoch;
    if (!m_result) {
        m_filter.reset();
    }
    order();
    m_model->allItemsChanged();
    updateTexts();
}

void ValidationWall::indexKeys() {
    // No space of the thumbnails has this number: pictures that are gone are shown as such.
    constexpr quint32 kNoSpace = 0xffffffffU;
    m_keys.clear();
    m_rowOfKey.clear();
    const std::size_t count = m_result ? m_result->paths.size() : 0;
    for (std::size_t i = 0; i < count; ++i) {
        const quint64 key = m_workspace.imageKey(m_result->paths[i]);
        m_keys.push_back(key != 0 ? key
                                  : ThumbnailService::key(kNoSpace, static_cast<quint32>(i) + 1));
        m_rowOfKey.insert(m_keys.back(), i);
    }
}

void ValidationWall::setFilter(std::optional<widgets::ConfusionCell> cell) {
    m_filter = cell;
    order();
    updateTexts();
}

void ValidationWall::order() {
    std::vector<quint64> rows;
    if (m_result) {
        const auto& predictions = m_result->predictions;
        for (std::size_t i = 0; i < predictions.size(); ++i) {
            if (!m_filter || (predictions[i].label == m_filter->truth &&
                              predictions[i].predicted == m_filter->predicted)) {
                rows.push_back(i);
            }
        }
        // Wrong and sure first; right and sure last: what to look at comes first.
        const auto doubt = [&](quint64 row) {
            const train::Prediction& said = predictions[row];
            return said.predicted == said.label ? -said.confidence : 1.0F + said.confidence;
        };
        std::stable_sort(rows.begin(), rows.end(),
                         [&](quint64 a, quint64 b) { return doubt(a) > doubt(b); });
    }
    QVector<quint64> keys;
    keys.reserve(static_cast<qsizetype>(rows.size()));
    for (const quint64 row : rows) {
        keys.push_back(m_keys[static_cast<qsizetype>(row)]);
    }
    m_model->setKeys(std::move(keys));
}

QString ValidationWall::className(std::int32_t label) const {
    return label >= 0 && label < m_classes.size() ? m_classes[label] : QString::number(label);
}

widgets::GalleryItem ValidationWall::describe(quint64 key) const {
    widgets::GalleryItem item;
    const auto row = m_rowOfKey.constFind(key);
    if (row == m_rowOfKey.constEnd()) {
        return item;
    }
    const train::Prediction& said = m_result->predictions[*row];
    const std::string& path = m_result->paths[*row];
    const bool right = said.predicted == said.label;
    item.thumbnailKey = key;
    item.caption = className(said.predicted);
    item.rightText = widgets::metricText(static_cast<double>(said.confidence), 2);
    item.verdict =
        right ? widgets::GalleryItem::Verdict::Right : widgets::GalleryItem::Verdict::Wrong;
    if (right) {
        item.toolTip = tr("%1, as labelled\n%2").arg(item.caption, toQString(path));
    } else {
        item.badge = className(said.label);
        item.toolTip = tr("Predicted %1 with %2, labelled %3 (%4)\n%5")
                           .arg(item.caption, item.rightText, className(said.label),
                                widgets::metricText(static_cast<double>(said.truthProbability), 2),
                                toQString(path));
    }
    return item;
}

void ValidationWall::openLarge(int row) {
    std::filesystem::path folder = m_folder;
    if (folder.empty() && m_workspace.project().project()) {
        folder = m_workspace.project().project()->catalog->root;
    }
    ImageSequence sequence;
    sequence.count = m_model->rowCount();
    // The order on the wall may change with the next epoch; leafing through it must not.
    sequence.at = [this, folder, keys = m_model->keys(), result = m_result,
                   rows = m_rowOfKey](int at) {
        const std::size_t index = rows.value(keys.at(at));
        const train::Prediction& said = result->predictions[index];
        const std::filesystem::path path = fromUtf8(result->paths[index]);
        ImageRef ref;
        ref.path = folder / path;
        ref.title = toQString(path.filename());
        const QString share = widgets::metricText(static_cast<double>(said.confidence), 2);
        ref.detail = said.predicted == said.label
                         ? tr("✓ %1 %2").arg(className(said.predicted), share)
                         : tr("✗ %1 %2, labelled %3")
                               .arg(className(said.predicted), share, className(said.label));
        return ref;
    };
    Q_EMIT largeViewWanted(sequence, row);
}

void ValidationWall::updateTexts() {
    m_card->setTitle(tr("Validation images"));
    m_gallery->setAccessibleName(tr("Validation images"));
    m_gallery->setEmptyText(m_filter ? tr("No image is in this cell any more.")
                                     : tr("What the network says of each validation image, wrong "
                                          "answers first: after the first epoch."));
    m_chip->setVisible(m_filter.has_value());
    if (m_filter) {
        m_chip->setText(QStringLiteral("%1 → %2  ✕")
                            .arg(className(m_filter->truth), className(m_filter->predicted)));
        m_chip->setToolTip(tr("Show all images again"));
    }
    m_card->setNote(m_result && !m_filter ? tr("epoch %1 · wrong first").arg(m_epoch) : QString());
}

void ValidationWall::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        updateTexts();
        m_model->allItemsChanged();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
