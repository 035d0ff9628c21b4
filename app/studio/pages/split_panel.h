// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How the images are divided into training, validation and test, and what comes of it.
#pragma once

#include <QLabel>
#include <QTimer>
#include <QWidget>

#include "studio/pages/page.h"
#include "studio/pages/parts_model.h"
#include "studio/workspace.h"
#include "widgets/charts/bar_list.h"
#include "widgets/forms/param_form.h"
#include "widgets/tables/data_table.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class SplitPanel : public widgets::Card {
    Q_OBJECT
  public:
    explicit SplitPanel(Workspace& workspace, QWidget* parent = nullptr);

    /// Chooses the split that keeps near-duplicates together.
    void groupLookAlikes();
    /// Writes the split that is shown to a file; said() follows.
    void saveTo(const QString& file);
    [[nodiscard]] widgets::ParamForm* form() const { return m_form; }
    [[nodiscard]] QString resultText() const { return m_result->text(); }

  Q_SIGNALS:
    void closeWanted();
    void said(const minarai::studio::Message& message);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    Workspace& m_workspace;
    QToolButton* m_save;
    QToolButton* m_close;
    widgets::ParamForm* m_form;
    widgets::TextMenuButton* m_patterns;
    QLabel* m_groups;
    widgets::PartsBar* m_bar;
    QLabel* m_result;
    QLabel* m_leaks;
    QPushButton* m_group;
    PartsModel m_model;
    widgets::DataTable* m_table;
    quint64 m_groupSerial = 0;
    QTimer m_groupTimer;
    Worker m_saver;
    Worker m_grouper;

    void take();
    void takeRecipe();
    void showSplit();
    void askGroups();
    void askSave();
    [[nodiscard]] bool usesGroups() const;
    /// Groups by a name's pattern, which are counted and listed; look-alikes are not.
    [[nodiscard]] bool listsGroups() const;
    void hideUnused();
    void fillPatterns();
    void retranslate();
};

}  // namespace minarai::studio
