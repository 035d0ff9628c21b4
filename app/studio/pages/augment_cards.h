// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The pipeline as a column of cards, with presets, and the mixing of batches beneath.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QWidget>
#include <map>

#include "studio/pages/augment_add_list.h"
#include "studio/workspace.h"
#include "widgets/cards/card_column.h"
#include "widgets/forms/param_form.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class AugmentCards : public QWidget {
    Q_OBJECT
  public:
    explicit AugmentCards(Workspace& workspace, QWidget* parent = nullptr);
    ~AugmentCards() override;

    [[nodiscard]] widgets::CardColumn* column() const { return m_column; }
    [[nodiscard]] AugmentAddList* addList() const { return m_addList; }
    [[nodiscard]] widgets::TextMenuButton* presetMenu() const { return m_preset; }
    /// Null where the run has no such settings.
    [[nodiscard]] widgets::ParamForm* mixForm() const { return m_mixForm; }

    void openAddList();

  Q_SIGNALS:
    /// A sentence for the bar; empty: what was said does not hold any more.
    void refused(const QString& sentence);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    Workspace& m_workspace;
    AugmentDocument& m_document;
    widgets::Card* m_card;
    widgets::TextMenuButton* m_preset;
    QPushButton* m_add;
    QPushButton* m_emptyAdd;
    QLabel* m_emptyText;
    QWidget* m_empty;
    AugmentAddList* m_addList;
    widgets::CardColumn* m_column;
    QLabel* m_foot;
    QLabel* m_mixTitle;
    widgets::ParamForm* m_mixForm = nullptr;
    /// A card's schema: the step's probability where it has none of its own, and the transform's.
    std::map<std::pair<const augment::Transform*, bool>, ParamSchema> m_schemas;

    void connectColumn();
    void makeMixForm();
    void fill();
    void fillPresets();
    void fillFoot();
    void retranslate();
    void setValue(quint64 key, const QString& name);
    void add(const QString& transform);
    [[nodiscard]] const ParamSchema& schemaOf(const augment::Step& step);
    [[nodiscard]] widgets::StepCardContent contentOf(const AugmentStep& step);
};

}  // namespace minarai::studio
