// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The validation images with what the network says of them now, wrong ones first.
#pragma once

#include <QHash>
#include <QVector>
#include <QWidget>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "studio/shell/image_overlay.h"
#include "studio/workspace.h"
#include "train/event.h"
#include "widgets/charts/confusion_view.h"
#include "widgets/gallery/gallery_view.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class ValidationWall : public QWidget {
    Q_OBJECT
  public:
    explicit ValidationWall(Workspace& workspace, QWidget* parent = nullptr);

    /// Null: nothing yet.
    void show(std::shared_ptr<const train::ValidationResult> result, const QStringList& classes,
              std::int64_t epoch);
    /// Where the paths of the result are; empty for the project's own folder.
    void setDataFolder(const std::filesystem::path& folder) { m_folder = folder; }

    /// Only the images of one cell of the confusion matrix.
    void setFilter(std::optional<widgets::ConfusionCell> cell);
    [[nodiscard]] std::optional<widgets::ConfusionCell> filter() const { return m_filter; }

    [[nodiscard]] widgets::GalleryView* gallery() const { return m_gallery; }
    [[nodiscard]] widgets::GalleryModel* model() const { return m_model; }

  Q_SIGNALS:
    void filterCleared();
    void largeViewWanted(const minarai::studio::ImageSequence& sequence, int row);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    Workspace& m_workspace;
    std::filesystem::path m_folder;
    std::shared_ptr<const train::ValidationResult> m_result;
    QStringList m_classes;
    std::int64_t m_epoch = 0;
    QVector<quint64> m_keys;                 ///< of each prediction
    QHash<quint64, std::size_t> m_rowOfKey;  ///< the prediction of a key
    std::optional<widgets::ConfusionCell> m_filter;
    widgets::Card* m_card;
    QToolButton* m_chip;
    widgets::GalleryModel* m_model;
    widgets::GalleryView* m_gallery;

    [[nodiscard]] QString className(std::int32_t label) const;
    [[nodiscard]] widgets::GalleryItem describe(quint64 key) const;
    void indexKeys();
    void order();
    void updateTexts();
    void openLarge(int row);
};

}  // namespace minarai::studio
