// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The form on the screen, made from the one description of the parameters (base/param_spec.h).
//
//   auto* form = new ParamForm;
//   form->setSchema(schema, schema.defaults());
//   connect(form, &ParamForm::valueChanged, this, [form](const QString&) { use(form->values()); });
//
// Labels, choices, groups and descriptions are translated in the context "Param", messages of the
// schema in the context "Error".
#pragma once

#include <QSet>
#include <QString>
#include <QWidget>
#include <memory>

#include "base/error.h"
#include "base/param_spec.h"

namespace minarai::widgets {

class ParamForm : public QWidget {
    Q_OBJECT
  public:
    explicit ParamForm(QWidget* parent = nullptr);
    ~ParamForm() override;

    /// Builds the rows. Values that are missing are the schema's defaults. The schema is copied.
    void setSchema(const ParamSchema& schema, const Params& values);
    [[nodiscard]] const ParamSchema& schema() const;

    /// The valid values; a row with invalid text keeps its last valid value here.
    [[nodiscard]] Params values() const;

    /// Shows other values without emitting valueChanged. Values the schema refuses are left out.
    void setValues(const Params& values);
    /// The same for one value; the error if the schema refuses it.
    Status setValue(const QString& name, const ParamValue& value);

    /// What a row is marked as changed from and is reset to; of what is missing the schema's
    /// default, as for all at first.
    void setBaseline(const Params& values);

    /// False while the text of some row is invalid; its message is beneath the row.
    [[nodiscard]] bool isValid() const;
    [[nodiscard]] QString errorText(const QString& name) const;

    /// Rows that cannot be edited while a run goes on; the rest stays as it is.
    void setReadOnlyNames(const QSet<QString>& names);
    /// Names left out of the form altogether (settings that another page owns).
    void setHiddenNames(const QSet<QString>& names);
    /// "More settings" open or folded.
    void setAdvancedShown(bool shown);
    [[nodiscard]] bool isAdvancedShown() const;

    /// Sliders beneath the numbers; holds for the next setSchema().
    void setSlidersShown(bool shown);

    /// Only rows that hold every word of the text, those under "More settings" included: in their
    /// names if there are such rows, else with their meaning, else with their group's title. Empty
    /// shows all again.
    void setSearch(const QString& text);
    /// Rows to be seen with the search; all that apply without one.
    [[nodiscard]] int shownCount() const;

    /// Width of the label column; 0 (default) fits the longest label.
    void setLabelWidth(int width);

    /// The editor of a name (a Switch, QLineEdit, QComboBox, ...), or null.
    [[nodiscard]] QWidget* editor(const QString& name) const;
    /// Puts the keyboard into the row, unfolds it if need be, and scrolls to it.
    void focusName(const QString& name);

    /// Every row back to the schema's default.
    void resetAll();

  Q_SIGNALS:
    /// The user changed a value to another valid one.
    void valueChanged(const QString& name);
    void validityChanged(bool valid);
    /// The pointer or the keyboard came to a row; empty when it left.
    void nameLookedAt(const QString& name);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

/// A translation of core's sentence for an error, with its arguments filled in.
QString errorSentence(const Error& error);

}  // namespace minarai::widgets
