// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The images of the project: classes, problems, split; the grid; the chosen image.
#pragma once

#include <QPointer>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <optional>

#include "studio/pages/advice_panel.h"
#include "studio/pages/copy_panel.h"
#include "studio/pages/data_grid.h"
#include "studio/pages/data_side.h"
#include "studio/pages/page.h"
#include "studio/pages/problem_panel.h"
#include "studio/pages/review_bar.h"
#include "studio/pages/split_panel.h"
#include "studio/pages/statistics_panel.h"
#include "studio/pages/viewer_panel.h"

namespace minarai::studio {

class DataPage : public Page {
    Q_OBJECT
  public:
    DataPage(Workspace& workspace, Actions& actions, QWidget* parent = nullptr);
    ~DataPage() override;

    [[nodiscard]] QWidget* barWidget() override { return m_bar; }

    [[nodiscard]] widgets::GalleryView* gallery() const { return m_grid->gallery(); }
    [[nodiscard]] DataGrid* grid() const { return m_grid; }
    [[nodiscard]] DataSide* side() const { return m_side; }
    [[nodiscard]] ViewerPanel* viewer() const { return m_viewer; }
    [[nodiscard]] ProblemPanel* problemPanel() const { return m_problems; }
    [[nodiscard]] AdvicePanel* advicePanel() const { return m_advice; }
    [[nodiscard]] SplitPanel* splitPanel() const { return m_split; }
    [[nodiscard]] StatisticsPanel* statisticsPanel() const { return m_statistics; }
    [[nodiscard]] widgets::MessageBar* news() const { return m_news; }
    [[nodiscard]] CopyPanel* copyPanel() const { return m_copy; }
    void showCopy();
    void showSplit() { showDetail(m_split); }
    void showStatistics() { showDetail(m_statistics); }
    void showViewer() { showDetail(m_viewer); }
    [[nodiscard]] CountList* problemKinds() const { return m_side->problemKinds(); }

  protected:
    void retranslate() override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    QWidget* m_bar;
    QPushButton* m_train;
    QPushButton* m_import;
    QToolButton* m_undo;
    QToolButton* m_redo;
    widgets::MessageBar* m_news;  ///< what happened on disk
    QPointer<QPushButton> m_rescan;
    QSplitter* m_splitter;
    DataSide* m_side;
    DataGrid* m_grid;
    QStackedWidget* m_detail;
    ViewerPanel* m_viewer;
    ReviewBar* m_review;
    ProblemPanel* m_problems;
    AdvicePanel* m_advice;
    SplitPanel* m_split;
    StatisticsPanel* m_statistics;
    CopyPanel* m_copy;

    void showDetail(QWidget* panel);
    void closeDetail();
    void sayChanges();
    void showNews();
    /// "3 new · 1 gone", without what is 0.
    [[nodiscard]] static QString changesText(quint64 added, quint64 removed, quint64 changed);
    void makeBar();
    void connectParts();
    void connectSessions();
    void takeProject();
    void takeSplit();
    void updateTrain();
    void chooseKind(std::optional<dataset::ProblemKind> kind);
    void showSample(quint32 sample);
    void updateUndo();
};

}  // namespace minarai::studio
