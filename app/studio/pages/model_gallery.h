// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every architecture with what it costs: searched, by family, sorted by any column.
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QWidget>
#include <string>

#include "studio/workspace.h"
#include "widgets/tables/architecture_model.h"
#include "widgets/tables/data_table.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class ModelGallery : public QWidget {
    Q_OBJECT
  public:
    explicit ModelGallery(Workspace& workspace, QWidget* parent = nullptr);

    [[nodiscard]] const std::string& chosen() const { return m_chosen; }
    void choose(const std::string& name);

    /// The chosen architecture, those on screen, then the others as they stand.
    [[nodiscard]] std::vector<std::string> wishes() const;

    [[nodiscard]] widgets::DataTable* table() const { return m_table; }
    [[nodiscard]] QLineEdit* search() const { return m_search; }
    [[nodiscard]] const widgets::ArchitectureModel& rows() const { return m_rows; }

  Q_SIGNALS:
    void chosenChanged(const QString& name);
    /// Enter or a double click.
    void activated();
    void wishesChanged();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    Workspace& m_workspace;
    widgets::ArchitectureModel m_rows;
    widgets::ArchitectureFilter m_filter;
    widgets::Card* m_card;
    QLineEdit* m_search;
    widgets::TextMenuButton* m_family;
    widgets::TextMenuButton* m_size;
    widgets::TextMenuButton* m_batch;
    widgets::DataTable* m_table;
    widgets::EmptyState* m_nothing;
    QPushButton* m_clear;
    std::string m_chosen;
    std::string m_recipes;  ///< architecture, as last seen
    bool m_filtering = false;

    void layOut();
    void takeAll();
    void takeRow(int row);
    void takeRecipe();
    void applyFilter();
    void change(const char* setting, const QVariant& value);
    void fillMenus();
    void retranslate();
    [[nodiscard]] widgets::ArchitectureRow describe(int row) const;
    [[nodiscard]] QString nameAt(int row) const;
    [[nodiscard]] int rowOf(const std::string& name) const;
};

}  // namespace minarai::studio
