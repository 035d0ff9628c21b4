// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The images of the project: classes, problems, split; the grid; the chosen image.
#pragma once

#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTimer>
#include <QTreeView>
#include <optional>

#include "studio/pages/data_side.h"
#include "studio/pages/page.h"
#include "studio/pages/problem_model.h"
#include "studio/pages/viewer_panel.h"
#include "studio/session/catalog_query.h"
#include "widgets/gallery/gallery_view.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class DataPage : public Page {
    Q_OBJECT
  public:
    DataPage(Workspace& workspace, Actions& actions, QWidget* parent = nullptr);
    ~DataPage() override;

    [[nodiscard]] QWidget* barWidget() override { return m_bar; }

    [[nodiscard]] widgets::GalleryView* gallery() const { return m_gallery; }
    [[nodiscard]] ViewerPanel* viewer() const { return m_viewer; }
    [[nodiscard]] CountList* problemKinds() const { return m_side->problemKinds(); }

  protected:
    void retranslate() override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    QWidget* m_bar;
    QPushButton* m_train;
    QSplitter* m_splitter;

    DataSide* m_side;
    ProblemModel m_problemModel;
    widgets::Card* m_gridCard;
    QLineEdit* m_search;
    widgets::TextMenuButton* m_sort;
    QLabel* m_shown;
    QSplitter* m_gridSplitter;
    QTreeView* m_problems;
    widgets::GalleryModel* m_galleryModel;
    widgets::GalleryView* m_gallery;
    ViewerPanel* m_viewer;

    CatalogQuery m_query;
    quint64 m_querySerial = 0;
    QTimer m_queryTimer;
    Worker m_queryWorker;

    QWidget* makeGrid();
    void connectSessions();
    void takeProject();
    void takeSplit();
    void runQueryNow();
    void takeKeys(const QVector<quint32>& samples);
    void chooseKind(std::optional<dataset::ProblemKind> kind);
    void fitProblems();
    [[nodiscard]] widgets::GalleryItem describe(quint64 key) const;
    void openLarge(int row);
    void fillSorts();
};

}  // namespace minarai::studio
