// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One row of a ParamForm: dot, label, editor, and beneath it the message of an invalid text.
#pragma once

#include <QLabel>
#include <QToolButton>
#include <QWidget>

#include "widgets/forms/param_editor.h"
#include "widgets/theme/phrases.h"

namespace minarai::widgets {

class ParamRow : public QWidget {
    Q_OBJECT
  public:
    ParamRow(const ParamSpec& spec, QWidget* parent, bool withSlider = false);

    [[nodiscard]] const ParamSpec& spec() const { return m_spec; }
    [[nodiscard]] ParamEditor* editor() const { return m_editor; }

    [[nodiscard]] int labelWidthHint() const;
    void setLabelWidth(int width);

    /// Marks the row and offers "Reset" when the value is not that of the baseline.
    void setChanged(bool changed);
    /// Empty text: valid.
    void setError(const QString& text);
    [[nodiscard]] QString error() const { return unphrased(m_error->text()); }
    void setReadOnly(bool readOnly);

  Q_SIGNALS:
    void resetRequested();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

  private:
    ParamSpec m_spec;
    QLabel* m_label;
    QToolButton* m_reset;
    QLabel* m_error;
    ParamEditor* m_editor;
    bool m_changed = false;
};

/// The schema's error about a parameter's text, with the names and ranges that the form shows.
QString paramErrorText(const ParamSpec& spec, const Error& error);

/// "Learning rate: step size of the optimiser. Over 0, up to 100; default 0.001": plain text.
QString paramMeaning(const ParamSpec& spec);

/// Description, range, default and key of a parameter, for tooltips.
QString paramToolTip(const ParamSpec& spec);

}  // namespace minarai::widgets
