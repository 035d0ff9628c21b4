// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The editor of one parameter: text in, text out. What the text means is the schema's business.
#pragma once

#include <QComboBox>
#include <QLineEdit>
#include <QWidget>
#include <functional>
#include <memory>

#include "base/param_spec.h"
#include "widgets/forms/param_text.h"
#include "widgets/forms/value_slider.h"
#include "widgets/theme/controls.h"

namespace minarai::widgets {

/// Wraps the widget of one parameter. All signals are the user's doing.
class ParamEditor : public QObject {
    Q_OBJECT
  public:
    /// With a slider beside the field where one is of help (sliderRange).
    ParamEditor(const ParamSpec& spec, QWidget* parent, bool withSlider = false);

    /// What stands in the form's row.
    [[nodiscard]] QWidget* widget() const { return m_widget; }
    /// What takes the keyboard.
    [[nodiscard]] QWidget* field() const;
    /// Null without one; hidden while the value is none that it can show.
    [[nodiscard]] ValueSlider* slider() const { return m_slider; }

    /// All digits of a value that was not typed over, whatever of them is shown.
    [[nodiscard]] QString text() const;
    void setValue(const ParamValue& value);
    void setInvalid(bool invalid);

  Q_SIGNALS:
    /// The text changed; it may be invalid.
    void edited();
    /// The user left the field or pressed Enter.
    void finished();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    ParamSpec m_spec;
    ParamValue m_value;
    QWidget* m_widget = nullptr;
    Switch* m_switch = nullptr;
    QComboBox* m_combo = nullptr;
    QLineEdit* m_line = nullptr;
    ValueSlider* m_slider = nullptr;

    void makeSwitch(QWidget* parent);
    [[nodiscard]] QString lineText() const;
    void makeCombo(QWidget* parent);
    void makeLine(QWidget* parent);
    void makeSlider(QWidget* parent);
    void showOnSlider(const std::vector<double>& numbers);
    void chooseFile();
    /// A choice that ends in a colon takes a name after it: the combo box becomes a field.
    void setNameWanted(bool wanted);
    void step(int steps);
};

}  // namespace minarai::widgets
