// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The grid of the Data page with its bar: search, filters, order; and the keys of the review.
#pragma once

#include <QLineEdit>
#include <QSplitter>
#include <QTimer>
#include <QTreeView>
#include <optional>

#include "studio/pages/prediction_filter.h"
#include "studio/pages/problem_model.h"
#include "studio/session/catalog_query.h"
#include "studio/shell/image_overlay.h"
#include "studio/workspace.h"
#include "widgets/gallery/gallery_view.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class DataGrid : public widgets::Card {
    Q_OBJECT
  public:
    explicit DataGrid(Workspace& workspace, QWidget* parent = nullptr);

    /// Everything of the project that was opened, in the catalog's order. Of a folder that was read
    /// again, what is shown: filters, order, selection and place, as far as they are still there.
    void takeProject();

    [[nodiscard]] const CatalogQuery& query() const { return m_query; }
    void setLabel(std::optional<std::int32_t> label);
    void setProblemKind(std::optional<dataset::ProblemKind> kind);
    /// Shows every image again; the order stays. filtersCleared() follows if there was a filter.
    void clearFilters();

    [[nodiscard]] widgets::GalleryView* gallery() const { return m_gallery; }
    [[nodiscard]] QLineEdit* search() const { return m_search; }
    [[nodiscard]] QVector<quint32> selectedSamples() const;
    void showSample(quint32 sample);
    /// The next or the previous image.
    void step(int by);
    /// The pictures of the grid for the large view.
    [[nodiscard]] ImageSequence sequence();

  Q_SIGNALS:
    void currentSampleChanged(quint32 sample);
    void filtersCleared();
    /// Another choice among the problems than the kind that is chosen beside the grid.
    void kindDropped();
    void openLargeWanted(int row);
    /// The key for choosing one of many classes was pressed.
    void classChoiceWanted();
    /// The key for the next (1) or previous (-1) problem or image was pressed.
    void stepWanted(int by);
    /// Of look-alikes this one is to stay.
    void keepWanted(quint32 sample);
    /// The list of files and folders points at this one.
    void problemChosen(const minarai::dataset::Problem& problem);

  protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    /// What was chosen of the folder before it was read again.
    struct Place {
        std::vector<std::string> selected;  ///< paths
        std::string current;
        std::string first;  ///< in sight
    };

    Workspace& m_workspace;
    std::shared_ptr<const Project> m_project;  ///< that the keys of the grid are about
    std::optional<Place> m_place;              ///< to be taken again when the query is there
    bool m_awaitsReview = false;               ///< the query is about decisions, which come later
    bool m_awaitsPredictions = false;          ///< the same of what a run said
    QLineEdit* m_search;
    QLabel* m_shown;
    widgets::TextMenuButton* m_part;
    widgets::TextMenuButton* m_problemFilter;
    widgets::TextMenuButton* m_edits;
    widgets::TextMenuButton* m_sort;
    PredictionFilter* m_predictions;
    QToolButton* m_clear;
    std::optional<dataset::ProblemKind> m_kindShown;  ///< in the menu of problems
    ProblemModel m_problemModel;
    QSplitter* m_splitter;
    QTreeView* m_problems;
    widgets::GalleryModel* m_galleryModel;
    widgets::GalleryView* m_gallery;

    CatalogQuery m_query;
    std::shared_ptr<const runs::CatalogPredictions> m_predictionsShown;
    bool m_showsAnswers = false;             ///< on the cards
    std::optional<bool> m_sortsPredictions;  ///< whether the menu offers it; nothing: not filled
    std::optional<SplitKey> m_splitShown;
    std::optional<quint32> m_wanted;  ///< to be shown as soon as the query has brought it
    quint64 m_querySerial = 0;
    QTimer m_queryTimer;
    Worker m_queryWorker;

    [[nodiscard]] static quint32 sampleOf(quint64 key) { return static_cast<quint32>(key) - 1; }
    void makeBar();
    void makeViews();
    // Of data_grid_place.cpp.
    [[nodiscard]] Place placeIn(const Project& project) const;
    void renewProject(const Project& before);
    void takePlace(const Place& place);
    void connectSessions();
    void runQueryNow();
    void takeKeys(const QVector<quint32>& samples);
    void takeSplit();
    void takePredictions();
    /// The query, unless something that it is about is still to come.
    void runAwaited();
    void showCount();
    void fillProblemChoices();
    void fitProblems();
    void fillChoices();
    void fillSort();
    bool takeKey(const QKeyEvent& key);
    // Of data_grid_items.cpp.
    [[nodiscard]] widgets::GalleryItem describe(quint64 key) const;
    void describePrediction(widgets::GalleryItem& item, const CatalogView& view,
                            quint32 sample) const;
    void retranslate();
};

}  // namespace minarai::studio
