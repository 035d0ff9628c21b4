// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What can be decided about the selected images: their class, and whether they take part.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>

#include "studio/workspace.h"
#include "widgets/theme/controls.h"

namespace minarai::studio {

class ReviewBar : public QWidget {
    Q_OBJECT
  public:
    explicit ReviewBar(Workspace& workspace, QWidget* parent = nullptr);

    void takeProject();
    /// The samples that a decision is about; none hides the bar.
    void setSamples(const QVector<quint32>& samples);
    /// Puts the keyboard into the choice of the class and opens it.
    void chooseClass();

    [[nodiscard]] widgets::ComboBox* classes() const { return m_classes; }
    [[nodiscard]] QPushButton* exclude() const { return m_exclude; }

  protected:
    void changeEvent(QEvent* event) override;

  private:
    Workspace& m_workspace;
    QVector<quint32> m_samples;
    QLabel* m_count;
    widgets::ComboBox* m_classes;
    QPushButton* m_exclude;

    [[nodiscard]] bool allExcluded() const;
    void refresh();
};

}  // namespace minarai::studio
