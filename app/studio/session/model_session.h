// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What every architecture, and the recipe's composed model, costs: counted on a worker, measured in
// the background, forecast.
#pragma once

#include <QObject>
#include <QTimer>
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/param_spec.h"
#include "runs/forecast_basis.h"
#include "studio/session/engine_session.h"
#include "studio/session/project.h"
#include "studio/session/worker.h"
#include "train/forecast.h"
#include "train/measurement.h"
#include "zoo/zoo.h"

namespace minarai::studio {

/// Counts of an architecture for the recipe's image size and the project's classes.
struct ModelCost {
    std::int64_t channels = 3;
    std::int64_t size = 0;   ///< px: the height
    std::int64_t width = 0;  ///< px
    std::int64_t parameters = 0;
    std::int64_t macs = 0;
    std::uint64_t parameterBytes = 0;
    std::uint64_t activationBytes = 0;  ///< of one image
    std::string measuredAs;             ///< train::measuredModelText
    /// What is measured of a composed model; of the zoo it is built by name.
    std::shared_ptr<const spec::ModelSpec> measured;
};

/// All that is known of an architecture now.
struct ModelFacts {
    const zoo::Architecture* about = nullptr;
    std::optional<Result<ModelCost>> cost;
    std::optional<Result<train::Measurement>> measured;
    std::optional<double> accuracy;  ///< top-1, 0 ... 1, published with weights that exist
    /// At the recipe's other image sizes, where it grows its images in phases.
    std::map<std::int64_t, Result<train::Measurement>> phases{};
};

/// Measures one architecture at a time at low priority, and never while others need the machine.
/// What was measured once is kept on disk (train::MeasurementCache).
class ModelSession : public QObject {
    Q_OBJECT
  public:
    /// Networks with more multiply-adds are measured only when they are chosen: one step of them
    /// takes seconds.
    static constexpr std::int64_t kBackgroundMacs = 20'000'000'000;

    /// Whose wishes come first.
    enum class Wisher { TrainPage, ModelPage };
    static constexpr std::size_t kWishers = 2;

    explicit ModelSession(EngineLoader loader, QObject* parent = nullptr);
    ~ModelSession() override;

    /// Nothing is counted before there is a project.
    void setProject(std::shared_ptr<const Project> project);
    /// Size, batch, precision, optimiser, augmentation, ... of the next run. `freezesItself`: its
    /// “freeze” was automatic and holds for its own architecture alone.
    void setRecipe(const Params& recipe, bool freezesItself = false);
    /// Nothing is measured while something else needs the machine.
    void setBusy(bool busy);

    /// What is to be measured, most wanted first; the first one whatever its size. Empty: nothing.
    void want(Wisher wisher, std::vector<std::string> names);

    /// The composed model's file has another content now.
    void lookAgain();

    /// In the zoo's order.
    [[nodiscard]] const std::vector<ModelFacts>& models() const { return m_models; }
    /// By a name of the zoo, or the file of the recipe's composed model.
    [[nodiscard]] const ModelFacts* find(const std::string& name) const;
    /// An epoch on the project's images; nothing until all it takes is known.
    [[nodiscard]] std::optional<train::Forecast> forecast(const ModelFacts& model) const;
    /// Empty while nothing is measured.
    [[nodiscard]] const std::string& measuring() const { return m_measuring; }
    [[nodiscard]] bool isBusy() const { return m_busy; }
    [[nodiscard]] const Params& recipe() const { return m_recipe; }
    [[nodiscard]] std::int64_t classes() const { return m_classes; }

  Q_SIGNALS:
    /// The row after the zoo's is the composed model's.
    void modelChanged(int row);
    /// Costs, measurements or forecasts of all may be others now.
    void allChanged();

  private:
    using CostKey = std::pair<std::string, std::pair<std::int64_t, std::int64_t>>;
    struct Counted {
        int row = 0;
        Result<ModelCost> cost;
        std::optional<train::Measurement> measured;
        std::map<std::int64_t, train::Measurement> phases{};
    };
    /// What is measured next.
    struct Turn {
        int row = -1;           ///< none
        std::int64_t size = 0;  ///< of another phase; 0: the model's own
    };

    EngineLoader m_loader;
    std::vector<ModelFacts> m_models;
    zoo::Architecture m_composedAbout;     ///< its name is the file
    std::optional<ModelFacts> m_composed;  ///< where the recipe's network is one
    std::shared_ptr<const Project> m_project;
    Params m_recipe;
    bool m_freezesItself = false;
    std::int64_t m_classes = 10;
    bool m_busy = false;
    std::map<CostKey, Result<ModelCost>> m_costs;  ///< of this start
    std::optional<runs::ForecastBasis> m_basis;
    std::array<std::vector<std::string>, kWishers> m_wishes;
    std::string m_measuring;
    std::int64_t m_measuringSize = 0;  ///< of another phase; 0: the model's own
    quint64 m_countSerial = 0;
    quint64 m_composedSerial = 0;
    quint64 m_basisSerial = 0;
    quint64 m_measureSerial = 0;
    QTimer m_settle;  ///< nobody types any more
    Worker m_counter;
    Worker m_reader;  ///< of the composed model
    Worker m_sampler;
    Worker m_measurer;

    void takeSituation();
    void countAll();
    void takeCount(const Counted& counted);
    void takeComposed(const std::string& architecture);
    void countComposed();
    void sampleImages();
    void measureNext();
    void stopMeasuring();
    void takeMeasurement(const std::string& name, const Result<train::Measurement>& result);
    [[nodiscard]] int composedRow() const { return static_cast<int>(m_models.size()); }
    [[nodiscard]] const ModelFacts* at(int row) const;
    [[nodiscard]] ModelFacts* at(int row);
    [[nodiscard]] int rowOf(const std::string& name) const;
    [[nodiscard]] Turn nextTurn() const;
    [[nodiscard]] bool isWanted(const std::string& name) const;
    [[nodiscard]] train::MeasureRequest requestFor(const std::string& name,
                                                   const ModelCost& cost) const;
};

}  // namespace minarai::studio
