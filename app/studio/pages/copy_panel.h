// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Exports a cleaned copy of the project's images: what it holds, where to, how far.
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <filesystem>

#include "studio/session/copy_session.h"
#include "studio/workspace.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class CopyPanel : public widgets::Card {
    Q_OBJECT
  public:
    explicit CopyPanel(Workspace& workspace, QWidget* parent = nullptr);

    /// Proposes a place beside the folder, unless it was only read again.
    void takeProject();
    [[nodiscard]] QLineEdit* target() const { return m_target; }
    [[nodiscard]] QString facts() const { return m_facts->text(); }
    [[nodiscard]] QString errorText() const { return m_error->text(); }
    [[nodiscard]] CopySession& session() { return m_session; }

  Q_SIGNALS:
    void closeWanted();
    /// The copy is complete.
    void copied(const QString& folder);
    /// The copy failed while nobody saw this panel.
    void copyFailed(const QString& text);

  protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    Workspace& m_workspace;
    CopySession m_session;
    std::filesystem::path m_root;  ///< of which a place was proposed
    QToolButton* m_close;
    QLabel* m_intro;
    QLabel* m_facts;
    QLabel* m_targetName;
    QLineEdit* m_target;
    QPushButton* m_choose;
    widgets::ThinProgressBar* m_bar;
    QLabel* m_error;
    QPushButton* m_start;
    QPushButton* m_cancel;

    void layOut();
    void proposeTarget();
    void chooseTarget();
    void countAgain();
    void begin();
    void showFailure(const Error& error);
    void showState();
    void showFacts();
    void retranslate();
};

}  // namespace minarai::studio
