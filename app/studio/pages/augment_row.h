// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// "Augmentation" on the Train page: a preset or the data folder's own pipeline, and the way to it.
#pragma once

#include <QLabel>
#include <QToolButton>
#include <QWidget>

#include "studio/session/augment_session.h"
#include "widgets/theme/controls.h"

namespace minarai::studio {

class AugmentRow : public QWidget {
    Q_OBJECT
  public:
    explicit AugmentRow(AugmentSession& session, QWidget* parent = nullptr);

    /// While a run goes on the choice can be read but not changed.
    void setLocked(bool locked);

    [[nodiscard]] widgets::ComboBox* choices() const { return m_choices; }
    [[nodiscard]] QToolButton* editButton() const { return m_edit; }

  Q_SIGNALS:
    /// The Augment page is wanted.
    void editWanted();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    AugmentSession& m_session;
    QLabel* m_title;
    widgets::ComboBox* m_choices;
    QToolButton* m_edit;

    void fill();
};

/// "custom (7 steps)", "standard": the pipeline in words. Steps that are off do not count.
QString augmentText(const std::string& preset, const augment::Pipeline& pipeline);

}  // namespace minarai::studio
