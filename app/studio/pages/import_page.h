// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Imports the official files of MNIST, Fashion-MNIST and CIFAR: from where, to where, how far.
#pragma once

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QWidget>

#include "studio/session/import_session.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class ImportPage : public QWidget {
    Q_OBJECT
  public:
    explicit ImportPage(QWidget* parent = nullptr);

    /// A folder or file that was dropped or chosen.
    void setSource(const QString& source);
    void setTarget(const QString& target);
    [[nodiscard]] QLineEdit* source() const { return m_source; }
    [[nodiscard]] QLineEdit* target() const { return m_target; }
    [[nodiscard]] QPushButton* startButton() const { return m_start; }
    [[nodiscard]] QString errorText() const { return m_error->text(); }
    [[nodiscard]] ImportSession& session() { return m_session; }

  Q_SIGNALS:
    /// The new folder is complete.
    void imported(const QString& folder);
    void closeWanted();

  protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    ImportSession m_session;
    widgets::Card* m_card;
    QGridLayout* m_grid;
    QLabel* m_intro;
    widgets::SegmentedControl* m_formats;
    QLabel* m_sourceName;
    QLineEdit* m_source;
    QPushButton* m_chooseSource;
    QLabel* m_files;
    QLabel* m_targetName;
    QLineEdit* m_target;
    QPushButton* m_chooseTarget;
    QLabel* m_error;
    widgets::ThinProgressBar* m_bar;
    QPushButton* m_start;
    QPushButton* m_cancel;
    bool m_targetByHand = false;

    [[nodiscard]] dataset::ImportFormat format() const;
    void layOut();
    void choose(QLineEdit* field, const QString& title);
    void proposeTarget();
    void begin();
    void showState();
    void showError(const Error& error);
    void clearError();
    void retranslate();
};

}  // namespace minarai::studio
