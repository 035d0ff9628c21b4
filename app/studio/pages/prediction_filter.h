// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The row of the Data page's bar about what a run said of the images: predicted class, right or
// wrong, confidence, and of which run and epoch it is. Without such a run it says when there will
// be one.
#pragma once

#include <QWidget>

#include "studio/session/catalog_query.h"
#include "studio/workspace.h"
#include "widgets/theme/controls.h"
#include "widgets/theme/labels.h"

namespace minarai::studio {

class PredictionFilter : public QWidget {
    Q_OBJECT
  public:
    explicit PredictionFilter(Workspace& workspace, QWidget* parent = nullptr);

    /// Of another folder: nothing is chosen, and nothing can be until its predictions are there.
    void takeProject();
    /// The folder was read again: what is chosen stays, a class as long as it is there.
    void renewProject();
    /// Nothing is chosen any more. Emits nothing.
    void clear();
    /// What is chosen, for the classes of the open project.
    void writeTo(CatalogQuery& query) const;

  Q_SIGNALS:
    /// The user chose something else.
    void chosen();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    Workspace& m_workspace;
    widgets::TextMenuButton* m_predicted;
    widgets::TextMenuButton* m_answer;
    widgets::TextMenuButton* m_confidence;
    widgets::TextMenuButton* m_run;
    widgets::ElidedLabel* m_note;
    bool m_isUsable = false;
    QStringList m_classes;  ///< of the menu
    QStringList m_runs;     ///< of the menu: texts and folders

    void follow();
    /// anew: in another language.
    void fillClasses(bool anew = false);
    void fillRuns();
    [[nodiscard]] QString noteText() const;
    [[nodiscard]] QString titleOf(const RunSummary& run) const;
    void retranslate();
};

}  // namespace minarai::studio
