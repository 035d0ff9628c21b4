// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The right side of the composer: form and facts of what is chosen, totals of the whole.
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QWidget>

#include "studio/session/composer_document.h"
#include "widgets/forms/param_form.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class ComposerInspector : public QWidget {
    Q_OBJECT
  public:
    explicit ComposerInspector(ComposerDocument& document, QWidget* parent = nullptr);

    /// Shows a thing of the outline; empty: the model itself.
    void showKey(const QString& key);
    [[nodiscard]] QString key() const { return m_key; }

    [[nodiscard]] widgets::ParamForm* form() const { return m_form; }
    [[nodiscard]] QLineEdit* nameField() const { return m_name; }
    /// The keyboard into the first field of the form, or into the name.
    void focusForm();
    void focusName();

  Q_SIGNALS:
    void toggleWanted(const QString& key);
    /// A thing has another key now.
    void renamed(const QString& key);
    /// Escape in a field: back to the canvas.
    void left();

  protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    enum class Subject { Model, Input, Output, Layer, Group };

    ComposerDocument& m_document;
    widgets::Card* m_card;
    QLineEdit* m_name;
    QLabel* m_nameProblem;
    QLabel* m_about;
    QScrollArea* m_scroll;
    widgets::ParamForm* m_form;
    QLabel* m_problem;
    QLabel* m_facts;
    QPushButton* m_toggle;
    widgets::Card* m_totalCard;
    QLabel* m_totals;
    QString m_key;
    Subject m_subject = Subject::Model;
    QString m_formOf;  ///< op whose form is built; "#input" for the input's

    void rebuildForm();
    void refresh();
    void refreshTotals();
    void takeValue(const QString& name);
    void takeName();
    [[nodiscard]] QString nameText() const;
    [[nodiscard]] QString layerFacts() const;
    [[nodiscard]] QString groupFacts() const;
    [[nodiscard]] std::vector<std::string> groupIds() const;
};

}  // namespace minarai::studio
