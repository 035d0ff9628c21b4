// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which network is trained: the gallery of architectures, the layers of the chosen one, and the
// composer.
#pragma once

#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <functional>
#include <string>
#include <vector>

#include "studio/pages/composer_panel.h"
#include "studio/pages/model_facts_panel.h"
#include "studio/pages/model_gallery.h"
#include "studio/pages/model_summary.h"
#include "studio/pages/page.h"

namespace minarai::studio {

class ModelPage : public Page {
    Q_OBJECT
  public:
    enum View { kGallery, kSummary, kCompose };

    ModelPage(Workspace& workspace, Actions& actions, QWidget* parent = nullptr);
    ~ModelPage() override;

    [[nodiscard]] QWidget* barWidget() override { return m_bar; }

    /// A further segment of the switch; `title` is asked again in another language.
    int addView(QWidget* view, std::function<QString()> title);
    void showView(int view);
    [[nodiscard]] int currentView() const { return m_stack->currentIndex(); }

    [[nodiscard]] ModelGallery* gallery() const { return m_gallery; }
    [[nodiscard]] ModelSummary* summary() const { return m_summary; }
    [[nodiscard]] ComposerPanel* composer() const { return m_composer; }
    [[nodiscard]] widgets::SegmentedControl* segments() const { return m_segments; }

    /// Makes the chosen architecture the recipe's and goes on to training.
    void useChosen();
    /// Opens the chosen architecture in the composer.
    void editChosen();

  protected:
    void retranslate() override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    QWidget* m_bar;
    widgets::SegmentedControl* m_segments;
    QPushButton* m_use;
    QPushButton* m_edit;
    QStackedWidget* m_stack;
    std::vector<std::function<QString()>> m_titles;
    QSplitter* m_splitter;
    ModelGallery* m_gallery;
    ModelFactsPanel* m_facts;
    ModelSummary* m_summary;
    ComposerPanel* m_composer;

    void takeChosen();
    void wish();
    void updateUse();
};

}  // namespace minarai::studio
