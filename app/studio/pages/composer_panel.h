// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Compose: palette, canvas, form and problems of the model under construction.
#pragma once

#include <QAbstractListModel>
#include <QListView>
#include <QMenu>
#include <QPointer>
#include <QSplitter>
#include <QTimer>
#include <QWidget>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "studio/pages/composer_inspector.h"
#include "studio/pages/composer_palette.h"
#include "studio/pages/page.h"
#include "studio/session/composer_document.h"
#include "studio/session/composer_picture.h"
#include "studio/session/worker.h"
#include "studio/shell/sheet.h"
#include "studio/workspace.h"
#include "train/training_plan.h"
#include "widgets/graph/graph_view.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

/// What is wrong with a draft, one row each.
class ComposerProblemModel : public QAbstractListModel {
    Q_OBJECT
  public:
    using QAbstractListModel::QAbstractListModel;
    void show(std::vector<ComposerProblem> problems);
    [[nodiscard]] const ComposerProblem& at(int row) const {
        return m_problems[static_cast<std::size_t>(row)];
    }
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

  private:
    std::vector<ComposerProblem> m_problems;
};

class ComposerPanel : public QWidget {
    Q_OBJECT
  public:
    explicit ComposerPanel(Workspace& workspace, QWidget* parent = nullptr);
    ~ComposerPanel() override;

    [[nodiscard]] ComposerDocument& document() { return m_document; }
    [[nodiscard]] widgets::GraphView* canvas() const { return m_canvas; }
    [[nodiscard]] ComposerPalette* palettePanel() const { return m_palette; }
    [[nodiscard]] ComposerInspector* inspector() const { return m_inspector; }
    [[nodiscard]] QListView* problemList() const { return m_problemList; }

    /// The buttons for the top bar; whoever takes them owns them.
    [[nodiscard]] QWidget* bar() const { return m_bar; }

    /// An architecture of the zoo, for the open folder's classes and the recipe's image size, or
    /// its usual size where it cannot take those. What is opened replaces what is here; undo brings
    /// that back, and a message offers it where it was not saved.
    void openArchitecture(const std::string& name);
    void openTemplate(const std::string& name);
    /// A ModelSpec file, a draft, or a run's folder; says what is wrong with it.
    void openFile(const QString& file);
    /// The network of a run, as a new model: what the run was trained with stays as it is.
    void openRun(const QString& folder);
    /// The run's folder that a path is, or whose model.json it is; empty for other paths.
    [[nodiscard]] static QString runOf(const QString& file);
    /// As a draft while the model has problems.
    void saveTo(const QString& file);
    /// The whole canvas as a picture; the ending says of which kind.
    void exportTo(const QString& file);
    void zoomToFit();

    /// Layers, shapes and counts as a table over the window; says what is wrong with an unfinished
    /// model.
    void showSummary();

    /// Keeps the model where the recipe finds it and asks for the Train page.
    void train();

  Q_SIGNALS:
    void said(const minarai::studio::Message& message);
    void unsaid();
    /// The file of the model, and the edge of its pictures (0 if they are not square).
    void trainWanted(const QString& file, qint64 size);

  protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    Workspace& m_workspace;
    ComposerDocument m_document;
    QWidget* m_bar;
    QPushButton* m_new;
    QPushButton* m_save;
    QToolButton* m_undo;
    QToolButton* m_redo;
    QPushButton* m_train;
    QSplitter* m_splitter;
    ComposerPalette* m_palette;
    widgets::Card* m_canvasCard;
    widgets::GraphView* m_canvas;
    widgets::EmptyState* m_empty;
    QPushButton* m_emptyTemplate;
    QPushButton* m_emptyOpen;
    QToolButton* m_summary;
    QToolButton* m_fit;
    QToolButton* m_tidy;
    QToolButton* m_collapse;
    widgets::Card* m_problemCard;
    ComposerProblemModel m_problems;
    QListView* m_problemList;
    ComposerInspector* m_inspector;
    QPointer<Sheet> m_sheet;
    QTimer m_remember;
    bool m_wantsFit = true;
    /// How the layers learn by the recipe; nothing where all learn alike.
    std::optional<train::TrainingPlan> m_plan;
    quint64 m_planSerial = 0;
    /// What the recipe said of single layers, and the network of the recipe for which that was
    /// chosen here or that was handed over: its names are those of the draft.
    std::string m_learning;
    std::optional<std::string> m_ownNetwork;
    Worker m_planner;

    void makeBar();
    void layOut();
    void connectCanvas();
    void connectDocument();
    void retranslate();
    void fillNewMenu();
    void refreshPicture();
    void refreshState();
    void placeEmpty();
    void showProblem(int row);
    void fitProblems();
    void chooseKey(const std::string& key);
    void insertItem(const QString& item);
    void dropItem(const QString& item, const QPointF& place,
                  const std::optional<widgets::GraphWireEnd>& wire);
    void showMenu(const QPoint& place);
    /// The layer or group that a key of the canvas stands for; empty for the ends.
    [[nodiscard]] std::string layerOf(const std::string& key) const;
    void addLearning(QMenu* menu, const std::string& key);
    void showLearning(const QPoint& place);
    void freezeHere();
    /// The error that an unfinished model has.
    [[nodiscard]] Status canLearn() const;
    void refreshLearning();
    void takeRecipe();
    void takePlan(std::optional<train::TrainingPlan> plan);
    void copySelection();
    void paste();
    void removeSelection();
    void toggleAll();
    void askOpen();
    void askSave(bool elsewhere);
    void askRun();
    void askExport();
    void fillRunMenu(QMenu* menu);
    void sayConnecting(const QString& from);
    void sayError(const Error& error);
    void open(spec::ModelSpec spec, const std::filesystem::path& file = {});
    void bringBack(const QUndoCommand* opening);
    void remember();
    void restore();
    [[nodiscard]] std::vector<std::string> selection() const;
    [[nodiscard]] static spec::WireEnd wireEnd(const widgets::GraphWireEnd& end);
    [[nodiscard]] std::int64_t classes() const;
    /// The edge of the recipe's pictures; `usual` where the recipe leaves it to the network.
    [[nodiscard]] std::int64_t wantedSize(std::int64_t usual) const;
    void takeSize();
};

}  // namespace minarai::studio
