// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The transforms that can be added, by kind, found by typing.
#pragma once

#include <QFrame>
#include <QLabel>

#include "widgets/tables/search_list.h"

namespace minarai::studio {

/// Stands beneath the button that opens it; Escape or a click elsewhere closes it.
class AugmentAddList : public QFrame {
    Q_OBJECT
  public:
    explicit AugmentAddList(QWidget* parent);

    void openBeneath(QWidget* button);

    [[nodiscard]] QLineEdit* search() const { return m_choices->search(); }
    [[nodiscard]] QListView* list() const { return m_choices->list(); }

  Q_SIGNALS:
    void chosen(const QString& transform);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    widgets::SearchList* m_choices;
    QLabel* m_about;

    void retranslate();
};

}  // namespace minarai::studio
