// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Drop, paste or choose images and see what a run thinks of them.
#pragma once

#include <QMimeData>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>

#include "studio/pages/answer_panel.h"
#include "studio/pages/page.h"
#include "widgets/gallery/gallery_view.h"
#include "widgets/image/image_view.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class PredictPage : public Page {
    Q_OBJECT
  public:
    PredictPage(Workspace& workspace, Actions& actions, QWidget* parent = nullptr);
    ~PredictPage() override;

    [[nodiscard]] QWidget* barWidget() override { return m_bar; }

    void addFiles(const QStringList& files);
    /// Files or pixels; false if there is no picture in it.
    bool addMime(const QMimeData& mime);

    [[nodiscard]] widgets::GalleryView* gallery() const { return m_gallery; }
    [[nodiscard]] widgets::BarList* bars() const { return m_answer->bars(); }
    [[nodiscard]] widgets::ImageView* imageView() const { return m_view; }

  protected:
    void retranslate() override;

  private:
    QWidget* m_bar;
    QPushButton* m_browse;
    QPushButton* m_paste;
    QPushButton* m_clear;
    QPushButton* m_save;
    widgets::TextMenuButton* m_runMenu;
    QToolButton* m_better;

    QStackedWidget* m_stack;
    widgets::EmptyState* m_noRun;
    QPushButton* m_trainFirst;
    widgets::EmptyState* m_empty;
    QPushButton* m_chooseFirst;
    QSplitter* m_splitter;
    widgets::Card* m_listCard;
    widgets::GalleryModel* m_model;
    widgets::GalleryView* m_gallery;
    widgets::Card* m_imageCard;
    widgets::ImageView* m_view;
    AnswerPanel* m_answer;
    ImageLoader m_loader;
    quint32 m_current = 0;

    void makeBar();
    QWidget* makeContent();
    void connectSessions();
    void syncItems();
    void updateBar();
    void updateStack();
    void fillRuns();
    void show(quint32 number);
    void browse();
    void saveCsv();
    void openLarge(int row);
    [[nodiscard]] quint64 keyOf(quint32 number) const;
    [[nodiscard]] widgets::GalleryItem describe(quint64 key) const;
};

}  // namespace minarai::studio
