// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How training images are varied: the steps on the left, the variants in the middle, one closely.
#pragma once

#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>

#include "studio/pages/augment_cards.h"
#include "studio/pages/augment_preview_panel.h"
#include "studio/pages/augment_variant_panel.h"
#include "studio/pages/page.h"

namespace minarai::studio {

class AugmentPage : public Page {
    Q_OBJECT
  public:
    AugmentPage(Workspace& workspace, Actions& actions, QWidget* parent = nullptr);
    ~AugmentPage() override;

    [[nodiscard]] QWidget* barWidget() override { return m_bar; }

    [[nodiscard]] AugmentCards* cards() const { return m_cards; }
    [[nodiscard]] AugmentPreviewPanel* preview() const { return m_preview; }
    [[nodiscard]] AugmentVariantPanel* variant() const { return m_variant; }
    [[nodiscard]] AugmentDocument& document() const { return workspace().augment().document(); }

    void openFile(const QString& file);
    void saveTo(const QString& file);

  protected:
    void retranslate() override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    QWidget* m_bar;
    QPushButton* m_train;
    QPushButton* m_open;
    QPushButton* m_save;
    QPushButton* m_code;
    QToolButton* m_undo;
    QToolButton* m_redo;
    QStackedWidget* m_stack;
    widgets::EmptyState* m_empty;
    QPushButton* m_sample;
    QPushButton* m_folder;
    QSplitter* m_splitter;
    AugmentCards* m_cards;
    AugmentPreviewPanel* m_preview;
    AugmentVariantPanel* m_variant;

    void makeBar();
    void connectAll();
    void updateStack();
    void updateBar();
    void sayError(const Error& error);
    void askOpen();
    void askSave();
    void copyCode();
    [[nodiscard]] bool takesKey(const QKeyEvent& event) const;
};

}  // namespace minarai::studio
