// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One problem after the other: its images side by side, and what can be done about them.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <QWidget>
#include <array>
#include <functional>
#include <optional>
#include <vector>

#include "studio/session/image_loader.h"
#include "studio/workspace.h"
#include "widgets/image/image_view.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class ProblemPanel : public widgets::Card {
    Q_OBJECT
  public:
    explicit ProblemPanel(Workspace& workspace, QWidget* parent = nullptr);

    /// The problems of a kind from the first that is open; nothing empties the panel.
    void showKind(std::optional<dataset::ProblemKind> kind);
    /// The first problem with this image, unless the one that is shown has it, too.
    void showSample(quint32 sample);
    /// The next or the previous problem.
    void step(int by);
    /// Leaves out the other image of the pair.
    void keep(quint32 sample);

    [[nodiscard]] int row() const { return m_row; }
    [[nodiscard]] int count() const { return static_cast<int>(m_rows.size()); }
    /// True until the images of the problem, or their errors, are shown.
    [[nodiscard]] bool isLoading() const;

  Q_SIGNALS:
    /// Another problem is shown; this is its image.
    void sampleShown(quint32 sample);
    /// The panel is to give way to the image.
    void closeWanted();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    struct Pane {
        QWidget* box = nullptr;
        widgets::ImageView* view = nullptr;
        QLabel* label = nullptr;
        widgets::ElidedLabel* file = nullptr;
        QLabel* facts = nullptr;
        std::optional<quint32> sample;
        bool loading = false;
    };
    Workspace& m_workspace;
    std::optional<dataset::ProblemKind> m_kind;
    std::vector<std::size_t> m_rows;  ///< indices of problems
    int m_row = -1;
    std::optional<quint32> m_selected;  ///< the image in the grid, which the keys are about
    std::array<Pane, 2> m_panes;
    std::array<ImageLoader, 2> m_loaders;
    QToolButton* m_previous;
    QToolButton* m_next;
    QToolButton* m_close;
    QLabel* m_position;
    QLabel* m_sentence;
    QLabel* m_state;
    QVBoxLayout* m_actions;
    QLabel* m_allTitle;
    QVBoxLayout* m_allActions;

    void makePane(std::size_t index);
    void takeProblems();
    void showRow(int row);
    void fill();
    void fillPane(Pane& pane, std::int32_t sample, ImageLoader& loader);
    /// The part, where there is one, and the size of the file.
    void showFacts(const Pane& pane);
    void fillButtons();
    void fillActions();
    void fillAllActions();
    /// `key` does the same in the grid and in the large view.
    void addFix(QVBoxLayout* layout, const QString& text, const QString& name,
                const std::function<void()>& act, const QString& key = {});
    [[nodiscard]] ProblemSamples about() const;
    [[nodiscard]] QString classOf(std::int32_t sample) const;
    void retranslate();
};

}  // namespace minarai::studio
