// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/model_gallery.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "studio/pages/quiet_scroll_bar.h"
#include "studio/recipe.h"
#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

constexpr std::array<std::int64_t, 12> kSizes{0, 28, 32, 64, 96, 128, 160, 192, 224, 256, 320, 384};
constexpr std::array<std::int64_t, 8> kBatches{1, 4, 8, 16, 32, 64, 128, 256};

/// The usual choices and, where it is another, the one in force.
template <std::size_t N>
std::vector<std::int64_t> choicesWith(const std::array<std::int64_t, N>& usual, std::int64_t own) {
    std::vector<std::int64_t> all(usual.begin(), usual.end());
    if (std::find(all.begin(), all.end(), own) == all.end()) {
        all.insert(std::upper_bound(all.begin(), all.end(), own), own);
    }
    return all;
}

}  // namespace

ModelGallery::ModelGallery(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_card(new widgets::Card),
      m_search(new QLineEdit),
      m_family(new widgets::TextMenuButton),
      m_size(new widgets::TextMenuButton),
      m_batch(new widgets::TextMenuButton),
      m_table(new widgets::DataTable),
      m_nothing(new widgets::EmptyState(QStringLiteral("search"), QString(), QString())),
      m_clear(m_nothing->addButton(QString())) {
    layOut();
    m_filter.setSourceModel(&m_rows);
    m_table->setSortingEnabled(true);
    m_table->setModel(&m_filter);
    m_table->header()->setSortIndicator(-1, Qt::AscendingOrder);
    m_table->header()->setSortIndicatorClearable(true);
    m_table->setOptionalColumns(
        {widgets::ArchitectureModel::Family, widgets::ArchitectureModel::Size});

    connect(m_search, &QLineEdit::textChanged, this, &ModelGallery::applyFilter);
    connect(m_search, &QLineEdit::returnPressed, this, [this] { m_table->setFocus(); });
    connect(m_clear, &QPushButton::clicked, this, [this] {
        m_family->setCurrentData(QString());
        m_search->clear();
        applyFilter();
        m_search->setFocus();
    });
    connect(m_family, &widgets::TextMenuButton::chosen, this, &ModelGallery::applyFilter);
    connect(m_size, &widgets::TextMenuButton::chosen, this,
            [this](const QVariant& value) { change("size", value); });
    connect(m_batch, &widgets::TextMenuButton::chosen, this,
            [this](const QVariant& value) { change("batch", value); });
    connect(m_table, &widgets::DataTable::currentRowChanged, this, [this](int row) {
        // What a search hides is still the choice that stands beside the table.
        if (row >= 0 && !m_filtering) {
            m_chosen = nameAt(row).toStdString();
            Q_EMIT chosenChanged(nameAt(row));
        }
    });
    connect(m_table, &widgets::DataTable::rowActivated, this, &ModelGallery::activated);
    connect(m_table, &widgets::DataTable::visibleRowsChanged, this, &ModelGallery::wishesChanged);
    ModelSession& models = workspace.models();
    connect(&models, &ModelSession::modelChanged, this, &ModelGallery::takeRow);
    connect(&models, &ModelSession::allChanged, this, &ModelGallery::takeAll);
    connect(&workspace, &Workspace::recipeChanged, this, &ModelGallery::takeRecipe);
    connect(&workspace.train(), &TrainSession::stateChanged, this, &ModelGallery::takeRecipe);
    takeAll();
    retranslate();
    m_recipes = workspace.recipe().text(kArchitecture);
    choose(m_recipes);
}

void ModelGallery::layOut() {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    widgets::setRole(m_search, "search");
    m_search->setClearButtonEnabled(true);
    m_search->setObjectName(QStringLiteral("searchModels"));
    m_search->setAcceptDrops(false);  // what is dropped is meant for the window
    m_size->setObjectName(QStringLiteral("modelSize"));
    m_batch->setObjectName(QStringLiteral("modelBatch"));
    m_family->setObjectName(QStringLiteral("modelFamily"));
    auto* head = new QHBoxLayout;
    head->setSpacing(10);
    head->addWidget(m_search, 1);
    head->addWidget(m_family);
    head->addWidget(m_size);
    head->addWidget(m_batch);
    m_card->body()->addLayout(head);
    m_card->body()->addSpacing(4);
    quietScrollBar(m_table);
    m_card->body()->addWidget(m_table, 1);
    m_card->body()->addWidget(m_nothing, 1);
    m_nothing->hide();
    m_card->setMinimumWidth(420);
    setFocusProxy(m_table);
}

QString ModelGallery::nameAt(int row) const {
    return row < 0 ? QString()
                   : m_filter.index(row, widgets::ArchitectureModel::Name).data().toString();
}

int ModelGallery::rowOf(const std::string& name) const {
    for (int row = 0; row < m_filter.rowCount(); ++row) {
        if (nameAt(row).toStdString() == name) {
            return row;
        }
    }
    return -1;
}

void ModelGallery::choose(const std::string& name) {
    if (const int row = rowOf(name); row >= 0) {
        m_table->setCurrentRow(row);
    }
}

std::vector<std::string> ModelGallery::wishes() const {
    std::vector<std::string> names;
    const auto add = [&](const QString& name) {
        const std::string text = name.toStdString();
        if (!text.empty() && std::find(names.begin(), names.end(), text) == names.end()) {
            names.push_back(text);
        }
    };
    add(QString::fromStdString(m_chosen));
    for (const int row : m_table->visibleRows()) {
        add(nameAt(row));
    }
    for (int row = 0; row < m_filter.rowCount(); ++row) {
        add(nameAt(row));
    }
    return names;
}

widgets::ArchitectureRow ModelGallery::describe(int row) const {
    const ModelSession& models = m_workspace.models();
    const ModelFacts& facts = models.models()[static_cast<std::size_t>(row)];
    widgets::ArchitectureRow line;
    line.name = toQString(facts.about->name);
    line.family = toQString(facts.about->family);
    line.words = toQString(facts.about->source) + QLatin1Char(' ') +
                 coreText("Zoo", facts.about->description);
    line.accuracy = facts.accuracy;
    line.measuring = models.measuring() == facts.about->name;
    line.inUse = m_workspace.recipe().text(kArchitecture) == facts.about->name;
    if (facts.cost && *facts.cost) {
        line.parameters = (*facts.cost)->parameters;
        line.macs = (*facts.cost)->macs;
        line.bytes = (*facts.cost)->parameterBytes;
    } else if (facts.cost) {
        line.problem = errorText(facts.cost->error());
    }
    if (facts.measured && *facts.measured) {
        line.trainMs = (*facts.measured)->trainMs;
        line.memory = (*facts.measured)->trainBytes;
        if (const auto forecast = models.forecast(facts)) {
            line.epochSeconds = forecast->epochSeconds;
        }
    } else if (facts.measured) {
        line.problem = errorText(facts.measured->error());
    }
    return line;
}

void ModelGallery::takeRow(int row) {
    if (row >= 0 && row < m_rows.rowCount()) {
        m_rows.setRow(row, describe(row));
    }
}

void ModelGallery::takeAll() {
    QVector<widgets::ArchitectureRow> rows;
    for (std::size_t i = 0; i < m_workspace.models().models().size(); ++i) {
        rows.push_back(describe(static_cast<int>(i)));
    }
    m_rows.setRows(rows);
    m_table->setColumnEmpty(widgets::ArchitectureModel::Accuracy, !m_rows.hasAccuracy());
}

void ModelGallery::applyFilter() {
    m_filtering = true;  // the table's current row wanders while rows come and go
    m_filter.setSearch(m_search->text());
    m_filter.setFamily(m_family->currentData().toString());
    m_filtering = false;
    const bool any = m_filter.rowCount() > 0;
    m_table->setVisible(any);
    m_nothing->setVisible(!any);
    if (any) {
        const int row = std::max(rowOf(m_chosen), 0);
        m_chosen = nameAt(row).toStdString();
        m_table->setCurrentRow(row);
        Q_EMIT chosenChanged(nameAt(row));
    }
    Q_EMIT wishesChanged();
}

void ModelGallery::change(const char* setting, const QVariant& value) {
    Params recipe = m_workspace.recipe();
    recipe.set(setting, std::int64_t{value.toLongLong()});
    m_workspace.setRecipe(recipe);
}

void ModelGallery::takeRecipe() {
    // Another architecture in the recipe is a choice too; other settings leave this one alone.
    const std::string architecture = m_workspace.recipe().text(kArchitecture);
    if (architecture != m_recipes) {
        m_recipes = architecture;
        choose(architecture);
    }
    fillMenus();
    takeAll();
}

void ModelGallery::fillMenus() {
    const Params& recipe = m_workspace.recipe();
    const QVariant family = m_family->currentData();
    m_family->clearChoices();
    m_family->addChoice(tr("All families"), QString());
    QStringList seen;
    for (const zoo::Architecture& about : zoo::architectures()) {
        const QString name = toQString(about.family);
        if (!seen.contains(name)) {
            seen << name;
            m_family->addChoice(name, name);
        }
    }
    m_family->setCurrentData(family.isValid() ? family : QVariant(QString()));
    m_size->clearChoices();
    for (const std::int64_t size : choicesWith(kSizes, recipe.integer("size"))) {
        m_size->addChoice(size == 0 ? tr("usual size") : tr("%1 px").arg(size), qlonglong{size});
    }
    m_size->setCurrentData(qlonglong{recipe.integer("size")});
    m_batch->clearChoices();
    for (const std::int64_t batch : choicesWith(kBatches, recipe.integer("batch"))) {
        m_batch->addChoice(tr("batch %1").arg(batch), qlonglong{batch});
    }
    m_batch->setCurrentData(qlonglong{recipe.integer("batch")});
    const bool free = !m_workspace.train().isActive();
    m_size->setEnabled(free);
    m_batch->setEnabled(free);
}

void ModelGallery::retranslate() {
    m_search->setPlaceholderText(tr("Find an architecture"));
    m_search->setAccessibleName(tr("Find an architecture"));
    m_table->setAccessibleName(tr("Architectures"));
    m_family->setToolTip(tr("Show one family"));
    m_family->setAccessibleName(tr("Family"));
    m_size->setToolTip(tr("Image size for which costs are counted and measured, as in the recipe"));
    m_size->setAccessibleName(tr("Image size"));
    m_batch->setToolTip(tr("Images in one step, as in the recipe"));
    m_batch->setAccessibleName(tr("Batch"));
    m_nothing->setTexts(tr("No architecture found"),
                        tr("Search for a name, a family or a year, such as “resnet” or “2015”."));
    m_clear->setText(tr("Show all"));
    fillMenus();
    takeAll();
    m_rows.retranslate();
    m_table->fitColumns();
}

void ModelGallery::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
