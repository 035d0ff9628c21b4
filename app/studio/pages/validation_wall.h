// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The validation images with what the network says of them after an epoch, wrong ones first, and
// what flipped since the epoch before.
#pragma once

#include <QWidget>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "runs/timeline.h"
#include "studio/pages/wall_order.h"
#include "studio/session/worker.h"
#include "studio/shell/image_overlay.h"
#include "studio/workspace.h"
#include "widgets/charts/confusion_view.h"
#include "widgets/gallery/gallery_view.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class ValidationWall : public QWidget {
    Q_OBJECT
  public:
    using Show = WallShow;

    explicit ValidationWall(Workspace& workspace, QWidget* parent = nullptr);
    ~ValidationWall() override;

    /// Null: nothing yet.
    void show(std::shared_ptr<const runs::Moment> moment, const QStringList& classes);
    /// The pictures are those of another data set than the open one.
    void setForeign(bool foreign);

    /// Only the images of one cell of the confusion matrix, and all of them: what was chosen before
    /// is given up.
    void setFilter(std::optional<widgets::ConfusionCell> cell);
    [[nodiscard]] std::optional<widgets::ConfusionCell> filter() const { return m_filter.cell; }
    void setShow(Show show);
    [[nodiscard]] Show shown() const { return m_filter.show; }
    /// Only images with this label; -1 for all.
    void setClass(int label);

    [[nodiscard]] widgets::GalleryView* gallery() const { return m_gallery; }
    [[nodiscard]] widgets::GalleryModel* model() const { return m_model; }

  Q_SIGNALS:
    void filterCleared();
    void largeViewWanted(const minarai::studio::ImageSequence& sequence, int row);

  protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    Workspace& m_workspace;
    std::shared_ptr<const runs::Moment> m_moment;
    QStringList m_classes;
    bool m_foreign = false;
    bool m_sameClasses = false;  ///< the run's are the open project's
    quint32 m_space = 0;         ///< of the thumbnails of another data set; 0: none
    WallFilter m_filter;
    std::shared_ptr<const WallIndex> m_index;  ///< null: not made yet
    quint64 m_serial = 0;                      ///< of the newest order
    widgets::Card* m_card;
    QToolButton* m_chip;
    widgets::TextMenuButton* m_showMenu;
    widgets::TextMenuButton* m_classMenu;
    widgets::GalleryModel* m_model;
    widgets::GalleryView* m_gallery;

    [[nodiscard]] QString className(std::int32_t label) const;
    [[nodiscard]] widgets::GalleryItem describe(quint64 key) const;
    void mark(widgets::GalleryItem& item, const runs::Fate& fate) const;
    void forgetIndex();
    [[nodiscard]] WallKeyOf keyOf() const;
    void order();
    void fitTitle();
    void fillMenus();
    void updateTexts();
    void openLarge(int row);
    /// The run is about the open project, class by class: what is seen here can be decided here.
    [[nodiscard]] bool canReview() const;
    void compareClasses();
    /// Of the open project, as far as it has them; empty unless canReview().
    [[nodiscard]] QVector<quint32> samplesOf(const QVector<quint64>& keys) const;
    void markReviewed(widgets::GalleryItem& item, QStringList& lines, quint64 key) const;

    Worker m_worker;  ///< last: it is joined before the rest goes
};

}  // namespace minarai::studio
