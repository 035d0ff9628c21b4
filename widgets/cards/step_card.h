// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One step of something ordered: a switch, a name, what it does, and the form of its parameters.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include "base/param_spec.h"
#include "widgets/forms/param_form.h"
#include "widgets/theme/controls.h"
#include "widgets/theme/labels.h"

namespace minarai::widgets {

/// What a card shows. Two contents of one key are two states of the same card.
struct StepCardContent {
    quint64 key = 0;
    QString title;
    QString meaning;
    QString summary;  ///< beside the title while the card is folded
    QString note;     ///< beneath the form, for example why it does nothing
    bool on = true;
    const ParamSchema* schema = nullptr;  ///< lives as long as the card
    Params values;
};

/// Folded it is one line; unfolded it shows the form. Its keys are those of CardColumn.
class StepCard : public QFrame {
    Q_OBJECT
  public:
    explicit StepCard(const StepCardContent& content, QWidget* parent = nullptr);

    void setContent(const StepCardContent& content);
    [[nodiscard]] quint64 key() const { return m_content.key; }
    [[nodiscard]] const StepCardContent& content() const { return m_content; }

    void setUnfolded(bool unfolded);
    [[nodiscard]] bool isUnfolded() const { return m_unfolded; }
    /// A sentence about a value that the form's ranges do not know; empty: none.
    void setError(const QString& sentence);
    [[nodiscard]] QString error() const;

    /// Made when the card is unfolded for the first time; null before.
    [[nodiscard]] ParamForm* form() const { return m_form; }
    [[nodiscard]] Switch* onSwitch() const { return m_switch; }
    /// Where the card can be taken hold of.
    [[nodiscard]] QWidget* header() const { return m_header; }
    [[nodiscard]] QToolButton* removeButton() const { return m_remove; }
    [[nodiscard]] QToolButton* duplicateButton() const { return m_duplicate; }
    void focusForm();

  Q_SIGNALS:
    void switched(bool on);
    void valueChanged(const QString& name);
    void duplicateWanted();
    void removeWanted();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    StepCardContent m_content;
    QWidget* m_header;
    Switch* m_switch;
    ElidedLabel* m_title;
    ElidedLabel* m_summary;
    QToolButton* m_duplicate;
    QToolButton* m_remove;
    QWidget* m_body;
    QLabel* m_meaning;
    QLabel* m_note;
    QLabel* m_error;
    ParamForm* m_form = nullptr;
    bool m_unfolded = false;
    bool m_titleOn = true;  ///< how the title looks

    void fill();
    void makeForm();
    void retranslate();
};

}  // namespace minarai::widgets
