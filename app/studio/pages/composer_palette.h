// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The palette of the composer: layers and blocks by category, found by typing.
#pragma once

#include <QWidget>

#include "widgets/tables/search_list.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

/// Its items are "op:Conv2d", "block:residual".
class ComposerPalette : public QWidget {
    Q_OBJECT
  public:
    explicit ComposerPalette(QWidget* parent = nullptr);

    [[nodiscard]] QLineEdit* search() const { return m_choices->search(); }
    [[nodiscard]] QListView* list() const { return m_choices->list(); }
    /// The keyboard to the search, its text chosen.
    void focusSearch();

  Q_SIGNALS:
    /// Enter or a double click: put it behind what is chosen.
    void insertWanted(const QString& item);
    /// Escape: back to the canvas.
    void left();
    /// Ctrl+Z right after a layer was put in, while the search has the keyboard.
    void undoWanted();

  protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    widgets::Card* m_card;
    widgets::SearchList* m_choices;
    bool m_hasInserted = false;  ///< since the search was last typed into

    void retranslate();
};

}  // namespace minarai::studio
