// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a recipe means, one fact a row: beneath the form of the Train page.
#pragma once

#include <QLabel>
#include <QWidget>
#include <optional>
#include <utility>
#include <vector>

#include "studio/recipe.h"
#include "studio/session/project.h"
#include "train/forecast.h"
#include "widgets/theme/labels.h"

namespace minarai::studio {

/// What an epoch of a recipe takes, of the newest measurement that there is.
struct RecipeCost {
    enum class Source { Model, Check, Run };
    Source source = Source::Model;
    train::Forecast forecast;  ///< of a run: its memory is 0 where nothing else told of it
};

class RecipeFacts : public QWidget {
    Q_OBJECT
  public:
    explicit RecipeFacts(QWidget* parent = nullptr);

    /// Only what the recipe itself says of its parameters, while a setting is looked at.
    void showParameters(const RecipeForecast& forecast);
    /// All that is known; without a cost its row says whether it is being measured.
    void showAll(const RecipeForecast& forecast, const SplitPreview* split,
                 const std::optional<RecipeCost>& cost, bool measuring);

    /// The rows that are shown, name and value with a tab between them.
    [[nodiscard]] QString text() const;

  private:
    using Row = std::pair<QString, QString>;
    struct Line {
        QLabel* name;
        widgets::ElidedLabel* value;
    };
    std::vector<Line> m_lines;

    void setRows(const std::vector<Row>& rows);
    [[nodiscard]] static Row parametersRow(const RecipeForecast& forecast);
    [[nodiscard]] static QString epochText(const RecipeCost& cost);
};

}  // namespace minarai::studio
