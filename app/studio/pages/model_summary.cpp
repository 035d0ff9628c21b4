// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/model_summary.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>
#include <algorithm>

#include <fmt/format.h>

#include "spec/op.h"
#include "studio/pages/layer_learning.h"
#include "studio/pages/quiet_scroll_bar.h"
#include "studio/recipe.h"
#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

const QString kUnknown = QStringLiteral("–");

/// The settings on which it depends what learns, and how fast.
std::string learningOf(const Params& recipe) {
    return fmt::format("{} {} {}", recipe.text("freeze"), recipe.real("layer_decay"),
                       recipe.text("rate_multipliers"));
}

}  // namespace

ModelSummary::ModelSummary(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_card(new widgets::Card),
      m_table(new widgets::DataTable),
      m_parameters(new widgets::FigureLabel(QString())),
      m_trainable(new widgets::FigureLabel(QString())),
      m_macs(new widgets::FigureLabel(QString())),
      m_weights(new widgets::FigureLabel(QString())),
      m_outputs(new widgets::FigureLabel(QString())),
      m_learning(widgets::textButton(QString())),
      m_copy(widgets::textButton(QString())),
      m_error(new QLabel) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    auto* figures = new QHBoxLayout;
    figures->setSpacing(28);
    for (auto* figure : {m_parameters, m_trainable, m_macs, m_weights, m_outputs}) {
        figures->addWidget(figure);
    }
    figures->addStretch();
    m_learning->setObjectName(QStringLiteral("layerLearning"));
    m_learning->setEnabled(false);
    m_card->addHeaderWidget(m_learning);
    m_card->addHeaderWidget(m_copy);
    m_card->body()->addLayout(figures);
    m_card->body()->addSpacing(8);
    m_error->setWordWrap(true);
    widgets::setRole(m_error, "error");
    m_trainable->setObjectName(QStringLiteral("trainable"));
    m_error->setObjectName(QStringLiteral("summaryError"));
    m_error->hide();
    m_card->body()->addWidget(m_error);
    m_table->setModel(&m_layers);
    m_table->setColumnEmpty(widgets::LayerModel::Learning, true);
    quietScrollBar(m_table);
    m_card->body()->addWidget(m_table, 1);
    setFocusProxy(m_table);
    connect(m_copy, &QToolButton::clicked, this, &ModelSummary::copyTable);
    connect(m_table, &widgets::DataTable::rowMenuWanted, this, &ModelSummary::showMenu);
    connect(m_table, &widgets::DataTable::currentRowChanged, this,
            [this](int row) { m_learning->setEnabled(row > 0); });
    connect(m_learning, &QToolButton::clicked, this, [this] {
        showMenu(m_table->currentRow(), m_learning->mapToGlobal(m_learning->rect().bottomLeft()));
    });
    retranslate();
}

void ModelSummary::showModel(const std::string& name) {
    m_name = name;
    m_own.reset();
    refresh();
}

void ModelSummary::showSpec(spec::ModelSpec model) {
    m_name = model.name;
    m_own = std::move(model);
    m_shown.clear();
    refresh();
}

void ModelSummary::refresh() {
    const zoo::Architecture* about = zoo::find(m_name);
    if (about == nullptr && !m_own) {
        return;
    }
    const Params& recipe = m_workspace.settledRecipe();
    const std::int64_t wanted = settingsOf(recipe).integer("size");
    const std::int64_t usual = about == nullptr ? 0 : about->size;
    const std::int64_t size = wanted > 0 ? wanted : usual;
    const std::int64_t classes = m_workspace.models().classes();
    const std::string shown = fmt::format("{} {} {} {} {}", m_own ? "own" : "zoo", m_name, size,
                                          classes, learningOf(recipe));
    if (shown == m_shown) {
        return;
    }
    m_shown = shown;
    const quint64 serial = ++m_serial;
    m_worker.replace([this, serial, size, classes, name = m_name, own = m_own,
                      settings = settingsOf(recipe)](const std::stop_token&) {
        auto work = [&]() -> Result<Summed> {
            MN_ASSIGN(spec::ModelSpec model,
                      own ? Result<spec::ModelSpec>(*own) : modelOf(name, classes, size));
            MN_ASSIGN(spec::Summary summary, spec::summarize(model));
            auto plan = train::planTraining(model, settings);
            return Summed{std::move(model), std::move(summary), std::move(plan)};
        };
        QMetaObject::invokeMethod(
            this,
            [this, serial, result = work()] {
                if (serial == m_serial) {
                    take(result);
                }
            },
            Qt::QueuedConnection);
    });
}

void ModelSummary::take(const Result<Summed>& summed) {
    m_summed = summed;
    QVector<widgets::LayerLine> lines;
    if (summed) {
        const spec::Shape input(summed->model.input.begin(), summed->model.input.end());
        lines.push_back({toQString(std::string(spec::kInputId)), QString(),
                         toQString(spec::shapeText(input)), 0, 0});
        for (std::size_t i = 0; i < summed->summary.layers.size(); ++i) {
            const spec::LayerRow& layer = summed->summary.layers[i];
            lines.push_back({toQString(layer.id), toQString(layer.op),
                             toQString(spec::shapeText(layer.output)), layer.parameters,
                             layer.macs});
            if (summed->plan) {
                lines.back().frozen = summed->plan->nodes[i].frozen;
                lines.back().rate = summed->plan->nodes[i].rate;
            }
        }
    }
    m_layers.setLayers(std::move(lines));
    m_table->setColumnEmpty(widgets::LayerModel::Learning, !m_layers.hasLearning());
    showTotals();
}

void ModelSummary::showTotals() {
    const spec::Summary* sums = m_summed && *m_summed ? &(*m_summed)->summary : nullptr;
    const auto count = [&](std::int64_t value) {
        return sums == nullptr ? kUnknown : widgets::countText(static_cast<std::uint64_t>(value));
    };
    const auto bytes = [&](std::int64_t value) {
        return sums == nullptr ? kUnknown : widgets::bytesText(static_cast<std::uint64_t>(value));
    };
    m_card->setTitle(m_summed && *m_summed
                         ? tr("%1 · %n layers", nullptr, static_cast<int>(sums->layers.size()))
                               .arg(toQString((*m_summed)->model.name))
                         : toQString(m_name));
    m_parameters->setValue(count(sums == nullptr ? 0 : sums->parameters));
    const bool planned = sums != nullptr && (*m_summed)->plan;
    m_trainable->setValue(planned ? count((*m_summed)->plan->trainable) : kUnknown);
    m_macs->setValue(sums == nullptr ? kUnknown
                                     : widgets::magnitudeText(static_cast<double>(sums->macs)));
    m_weights->setValue(bytes(sums == nullptr ? 0 : sums->parameterBytes));
    m_outputs->setValue(bytes(sums == nullptr ? 0 : sums->activationBytes));
    const bool failed = m_summed && !*m_summed;
    const bool unplanned = sums != nullptr && !planned;
    m_error->setText(failed      ? errorText(m_summed->error())
                     : unplanned ? errorText((*m_summed)->plan.error())
                                 : QString());
    m_error->setVisible(failed || unplanned);
    m_table->setVisible(!failed);
    m_copy->setEnabled(sums != nullptr);
}

void ModelSummary::copyTable() {
    QApplication::clipboard()->setText(m_layers.asText());
}

void ModelSummary::showMenu(int row, const QPoint& globalPlace) {
    // Row 0 is the picture.
    if (row < 1 || row >= m_layers.rowCount() || !m_summed || !*m_summed) {
        return;
    }
    const std::string layer = m_layers.layers()[row].id.toStdString();
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("layerMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addLearningEntries(menu, m_workspace, (*m_summed)->model, layer);
    menu->popup(menuPlace(*menu, row, globalPlace));
}

QPoint ModelSummary::menuPlace(const QMenu& menu, int row, const QPoint& wanted) const {
    menu.ensurePolished();
    const QRect room(window()->mapToGlobal(QPoint(0, 0)), window()->size());
    const int height = menu.sizeHint().height();
    if (wanted.y() + height <= room.bottom()) {
        return wanted;
    }
    // Above the row, which stays in sight.
    const QPoint head = m_table->visualRect(m_layers.index(row, 0)).topLeft();
    const int foot = std::min(wanted.y(), m_table->viewport()->mapToGlobal(head).y());
    return {wanted.x(), std::max(room.top(), foot - height)};
}

void ModelSummary::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy) && m_copy->isEnabled()) {
        copyTable();
        return;
    }
    QWidget::keyPressEvent(event);
}

void ModelSummary::retranslate() {
    m_parameters->setCaption(tr("parameters"));
    m_trainable->setCaption(tr("trainable"));
    m_macs->setCaption(tr("multiply-adds"));
    m_weights->setCaption(tr("weights"));
    m_outputs->setCaption(tr("layer outputs of an image"));
    m_learning->setText(tr("Set how layers learn…"));
    m_learning->setToolTip(
        tr("Freeze layers or set their learning rate (Shift+F10 or the right button on a layer)"));
    m_copy->setText(tr("copy"));
    m_copy->setToolTip(tr("Copy the table as text (Ctrl+C)"));
    m_copy->setAccessibleName(tr("Copy the table"));
    m_table->setAccessibleName(tr("Layers"));
    m_layers.retranslate();
    m_table->fitColumns();
    showTotals();
}

void ModelSummary::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
