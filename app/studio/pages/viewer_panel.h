// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The picture that is chosen in the grid of the Data page, and what is known of it.
#pragma once

#include <QGridLayout>
#include <QLabel>
#include <QWidget>
#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "runs/best_predictions.h"
#include "studio/session/image_loader.h"
#include "studio/session/project.h"
#include "studio/session/review.h"
#include "widgets/image/image_view.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class ViewerPanel : public QWidget {
    Q_OBJECT
  public:
    explicit ViewerPanel(QWidget* parent = nullptr);

    void showSample(const std::shared_ptr<const Project>& project,
                    const std::shared_ptr<const ProblemList>& problems, quint32 sample);
    void clear();
    /// The part of each sample of the catalog that the recipe's split gives; null while there is
    /// none: then what the folders say.
    void setParts(std::shared_ptr<const std::vector<dataset::Part>> parts);
    /// The decisions, for the class in force.
    void setReview(std::shared_ptr<const Review> review);
    /// What a run said of the images; null: nothing.
    void setPredictions(std::shared_ptr<const runs::CatalogPredictions> predictions);
    /// Beneath what is known of the image; owned by the panel.
    void addFooter(QWidget* footer);
    /// True until the chosen picture, or its error, is shown.
    [[nodiscard]] bool isLoading() const { return m_loading; }

  protected:
    void changeEvent(QEvent* event) override;

  private:
    struct Field {
        QLabel* name;
        widgets::ElidedLabel* value;
    };
    enum FieldId { kClass, kSize, kBytes, kFolder, kPart, kPrediction, kFieldCount };

    std::shared_ptr<const Project> m_project;
    std::shared_ptr<const ProblemList> m_problems;
    std::shared_ptr<const std::vector<dataset::Part>> m_parts;
    std::shared_ptr<const Review> m_review;
    std::shared_ptr<const runs::CatalogPredictions> m_predictions;
    std::optional<quint32> m_sample;
    bool m_loading = false;
    ImageLoader m_loader;
    widgets::Card* m_card;
    widgets::ImageView* m_view;
    widgets::ElidedLabel* m_title;
    QWidget* m_details;
    std::array<Field, kFieldCount> m_fields{};
    QLabel* m_verdict;
    QWidget* m_prediction = nullptr;  ///< the verdict and what was predicted
    QLabel* m_problem;

    void fill();
    void fillPrediction(std::int32_t label);
    void retranslate();
};

}  // namespace minarai::studio
