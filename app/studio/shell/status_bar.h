// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What happens now, how far it is, and how to end it.
#pragma once

#include <QFrame>
#include <QToolButton>

#include "widgets/theme/controls.h"
#include "widgets/theme/labels.h"

namespace minarai::studio {

class StatusBar : public QFrame {
    Q_OBJECT
  public:
    explicit StatusBar(QWidget* parent = nullptr);

    /// One line; shown until the next one.
    void setText(const QString& text);
    [[nodiscard]] QString text() const { return m_text->text(); }
    /// Quiet words at the right: "4 edits"; empty for none.
    void setNote(const QString& text);
    [[nodiscard]] QString note() const { return m_note->text(); }
    /// A bar beside the text. total 0: length unknown.
    void setProgress(quint64 done, quint64 total);
    void hideProgress();

  Q_SIGNALS:
    /// The work whose progress is shown should end.
    void cancelRequested();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    widgets::ElidedLabel* m_text;
    widgets::ThinProgressBar* m_bar;
    QToolButton* m_cancel;
    QLabel* m_note;
    QLabel* m_promise;

    void retranslate();
};

}  // namespace minarai::studio
