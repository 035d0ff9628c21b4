// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/model_summary.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "spec/op.h"
#include "studio/pages/quiet_scroll_bar.h"
#include "studio/recipe.h"
#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

const QString kUnknown = QStringLiteral("–");

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
    m_card->addHeaderWidget(m_copy);
    m_card->body()->addLayout(figures);
    m_card->body()->addSpacing(8);
    m_error->setWordWrap(true);
    widgets::setRole(m_error, "error");
    m_error->hide();
    m_card->body()->addWidget(m_error);
    m_table->setModel(&m_layers);
    quietScrollBar(m_table);
    m_card->body()->addWidget(m_table, 1);
    setFocusProxy(m_table);
    connect(m_copy, &QToolButton::clicked, this, &ModelSummary::copyTable);
    retranslate();
}

void ModelSummary::showModel(const std::string& name) {
    m_name = name;
    refresh();
}

void ModelSummary::refresh() {
    const zoo::Architecture* about = zoo::find(m_name);
    if (about == nullptr) {
        return;
    }
    const std::int64_t wanted = settingsOf(m_workspace.recipe()).integer("size");
    const std::int64_t size = wanted > 0 ? wanted : about->size;
    const std::int64_t classes = m_workspace.models().classes();
    const std::string shown = m_name + ' ' + std::to_string(size) + ' ' + std::to_string(classes);
    if (shown == m_shown) {
        return;
    }
    m_shown = shown;
    const quint64 serial = ++m_serial;
    m_worker.replace([this, serial, size, classes, about = *about](const std::stop_token&) {
        auto work = [&]() -> Result<Summed> {
            MN_ASSIGN(const spec::ModelSpec model,
                      zoo::build(about.name, classes, about.channels, size, size));
            MN_ASSIGN(spec::Summary summary, spec::summarize(model));
            return Summed{about.name, model.input, std::move(summary)};
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
        const spec::Shape input(summed->input.begin(), summed->input.end());
        lines.push_back({toQString(std::string(spec::kInputId)), QString(),
                         toQString(spec::shapeText(input)), 0, 0});
        for (const spec::LayerRow& layer : summed->summary.layers) {
            lines.push_back({toQString(layer.id), toQString(layer.op),
                             toQString(spec::shapeText(layer.output)), layer.parameters,
                             layer.macs});
        }
    }
    m_layers.setLayers(std::move(lines));
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
                               .arg(toQString((*m_summed)->name))
                         : toQString(m_name));
    m_parameters->setValue(count(sums == nullptr ? 0 : sums->parameters));
    m_trainable->setValue(count(sums == nullptr ? 0 : sums->trainable));
    m_macs->setValue(sums == nullptr ? kUnknown
                                     : widgets::magnitudeText(static_cast<double>(sums->macs)));
    m_weights->setValue(bytes(sums == nullptr ? 0 : sums->parameterBytes));
    m_outputs->setValue(bytes(sums == nullptr ? 0 : sums->activationBytes));
    const bool failed = m_summed && !*m_summed;
    m_error->setText(failed ? errorText(m_summed->error()) : QString());
    m_error->setVisible(failed);
    m_table->setVisible(!failed);
    m_copy->setEnabled(sums != nullptr);
}

void ModelSummary::copyTable() {
    QApplication::clipboard()->setText(m_layers.asText());
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
