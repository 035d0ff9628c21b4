// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/trials_panel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

const QString kRaw = QStringLiteral("loss");
const QString kSmoothed = QStringLiteral("smoothed");

constexpr int kCheckWidth = 290;
constexpr int kFactGap = 8;
/// Losses beyond so many times the first one say no more than that: they would flatten the curve.
constexpr double kHighestLoss = 2;

QString shapeText(const std::vector<std::int64_t>& shape) {
    QStringList parts;
    for (const std::int64_t size : shape) {
        parts << QString::number(size);
    }
    return parts.join(QStringLiteral("×"));
}

/// Two digits; without an exponent down to 1e-5, so that 0.0034 and 0.00049 compare at a glance.
QString rateOf(double rate) {
    const double shown = QString::number(rate, 'g', 2).toDouble();
    if (shown < 1e-5 || shown >= 1) {
        return widgets::shortReal(shown);
    }
    const int decimals = 1 - static_cast<int>(std::floor(std::log10(shown)));
    QString text = QString::number(shown, 'f', decimals);
    while (text.endsWith(QLatin1Char('0'))) {
        text.chop(1);
    }
    return text;
}

QString count(std::int64_t number) {
    return widgets::countText(static_cast<std::uint64_t>(std::max<std::int64_t>(0, number)));
}

}  // namespace

TrialsPanel::TrialsPanel(TrialSession& trials, std::function<std::optional<TrainPlan>()> plan,
                         QWidget* parent)
    : QWidget(parent),
      m_trials(trials),
      m_plan(std::move(plan)),
      m_checkCard(new widgets::Card),
      m_rangeCard(new widgets::Card),
      m_check(new QPushButton),
      m_find(new QPushButton),
      m_checkEmpty(new QLabel),
      m_facts(new QWidget),
      m_grid(new QGridLayout(m_facts)),
      m_chart(new widgets::CurveChart),
      m_advice(new QLabel),
      m_steepest(new QPushButton),
      m_tenth(new QPushButton),
      m_use(new QPushButton),
      m_error(new QLabel) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(widgets::kGap);
    layout->addWidget(m_checkCard, 2);
    layout->addWidget(m_rangeCard, 3);
    makeCheck();
    makeRange();
    connect(&m_trials, &TrialSession::changed, this, &TrialsPanel::refresh);
    connect(&m_trials, &TrialSession::pointsAdded, this, &TrialsPanel::drawCurve);
    connect(&m_trials, &TrialSession::failed, this,
            [this](TrialSession::Kind kind, const Error& error) {
                QLabel* place = kind == TrialSession::Kind::Check ? m_checkEmpty : m_error;
                widgets::setRole(place, "error");
                place->setText(widgets::phrased(errorText(error)));
                place->show();
            });
    retranslate();
}

void TrialsPanel::makeCheck() {
    m_check->setObjectName(QStringLiteral("runCheck"));
    m_checkEmpty->setWordWrap(true);
    m_checkEmpty->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(10);
    m_grid->setVerticalSpacing(2);
    m_grid->setColumnStretch(1, 1);
    m_checkCard->setMinimumWidth(kCheckWidth);
    auto* scroll = new QScrollArea;
    auto* inside = new QWidget;
    widgets::setRole(inside, "clear");
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_checkEmpty);
    column->addWidget(m_facts);
    column->addStretch();
    scroll->setWidget(inside);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->viewport()->setAutoFillBackground(false);
    m_checkCard->setContent(scroll);
    m_checkCard->body()->addWidget(m_check, 0, Qt::AlignLeft);
    connect(m_check, &QPushButton::clicked, this, [this] { start(TrialSession::Kind::Check); });
}

void TrialsPanel::makeRange() {
    m_find->setObjectName(QStringLiteral("runRangeTest"));
    m_use->setObjectName(QStringLiteral("useRate"));
    m_steepest->setObjectName(QStringLiteral("rateSteepest"));
    m_tenth->setObjectName(QStringLiteral("rateTenth"));
    m_chart->setXLogarithmic(true);
    m_chart->setMarkerMovable(true);
    widgets::setRole(m_use, "primary");
    widgets::setRole(m_advice, "secondary");
    widgets::setRole(m_error, "error");
    m_advice->setWordWrap(true);
    m_error->setWordWrap(true);
    m_error->hide();
    m_rangeCard->addHeaderAction(m_chart->exportAction());
    m_rangeCard->setContent(m_chart);
    m_rangeCard->body()->addWidget(m_error);
    m_rangeCard->body()->addWidget(m_advice);
    auto* suggestions = new QHBoxLayout;
    suggestions->setSpacing(8);
    suggestions->addWidget(m_steepest);
    suggestions->addWidget(m_tenth);
    suggestions->addStretch();
    m_rangeCard->body()->addLayout(suggestions);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_find);
    row->addStretch();
    row->addWidget(m_use);
    m_rangeCard->body()->addLayout(row);
    connect(m_find, &QPushButton::clicked, this, [this] { start(TrialSession::Kind::Range); });
    connect(m_chart, &widgets::CurveChart::markerMoved, this, &TrialsPanel::setMarker);
    connect(m_steepest, &QPushButton::clicked, this,
            [this] { setMarker(m_trials.range()->steepest.value_or(0)); });
    connect(m_tenth, &QPushButton::clicked, this,
            [this] { setMarker(m_trials.range()->minimumTenth.value_or(0)); });
    connect(m_use, &QPushButton::clicked, this, [this] {
        if (m_chart->marker()) {
            Q_EMIT rateChosen(QString::number(*m_chart->marker(), 'g', 2).toDouble());
        }
    });
}

void TrialsPanel::setReady(bool ready) {
    m_ready = ready;
    refresh();
}

void TrialsPanel::start(TrialSession::Kind kind) {
    if (m_trials.running() == kind) {
        m_trials.cancel();
        return;
    }
    const auto plan = m_plan();
    if (!plan) {
        return;
    }
    m_error->hide();
    m_chart->setMarker(std::nullopt);
    if (kind == TrialSession::Kind::Check) {
        m_trials.check(*plan);
    } else {
        m_trials.findRate(*plan);
    }
}

void TrialsPanel::setMarker(double rate) {
    if (rate <= 0) {
        return;
    }
    m_chart->setMarker(rate);
    m_use->setEnabled(true);
    m_use->setText(tr("Use %1").arg(rateOf(rate)));
}

void TrialsPanel::refresh() {
    const TrialSession::Kind running = m_trials.running();
    const bool checking = running == TrialSession::Kind::Check;
    const bool searching = running == TrialSession::Kind::Range;
    m_check->setText(checking               ? tr("Cancel")
                     : m_trials.preflight() ? tr("Check again")
                                            : tr("Check"));
    m_check->setEnabled(checking || (m_ready && !searching));
    m_find->setText(searching ? tr("Cancel") : tr("Find the learning rate"));
    m_find->setEnabled(searching || (m_ready && !checking));
    if (checking) {
        widgets::setRole(m_checkEmpty, "secondary");
        m_checkEmpty->setText(tr("One batch goes through the network and is learned by heart…"));
    } else if (m_checkEmpty->property("mnRole").toString() != QLatin1String("error")) {
        widgets::setRole(m_checkEmpty, "secondary");
        m_checkEmpty->setText(
            tr("Tries one batch before the run: shapes, time of an epoch, memory, "
               "what guessing "
               "would reach, and whether the network can learn one batch by heart."));
    }
    m_checkEmpty->setVisible(!m_trials.preflight());
    showFacts();
    drawCurve();
    const auto& range = m_trials.range();
    const auto offer = [](QPushButton* button, const QString& text,
                          const std::optional<double>& rate) {
        button->setVisible(rate.has_value());
        if (rate) {
            button->setText(text.arg(rateOf(*rate)));
        }
    };
    offer(m_steepest, tr("steepest: %1"), range ? range->steepest : std::nullopt);
    offer(m_tenth, tr("minimum / 10: %1"), range ? range->minimumTenth : std::nullopt);
    m_use->setVisible(range.has_value());
    if (!range) {
        m_advice->setText(
            tr("A short trial in which the rate grows with each "
               "step: good rates lie where the "
               "loss falls steeply, well before it rises again. "
               "Nothing of it stays in the run."));
        m_use->setEnabled(false);
        m_use->setText(tr("Use this rate"));
        return;
    }
    m_advice->setText(range->steepest ? tr("Drag the line, or move it with the "
                                           "arrow keys, to the rate that "
                                           "you want.")
                                      : tr("The loss fell at no rate: look at "
                                           "the data and the network first, "
                                           "or try more steps."));
    if (!m_chart->marker()) {
        if (const auto first = range->steepest ? range->steepest : range->minimumTenth) {
            setMarker(*first);
        }
    }
}

void TrialsPanel::drawCurve() {
    QVector<QPointF> raw;
    QVector<QPointF> smoothed;
    const auto& curve = m_trials.curve();
    const double highest = curve.empty() ? 0 : kHighestLoss * curve.front().smoothed;
    for (const train::RangePoint& point : curve) {
        raw.append({point.rate, std::min(point.loss, highest)});
        smoothed.append({point.rate, std::min(point.smoothed, highest)});
    }
    m_chart->setPoints(kRaw, raw);
    m_chart->setPoints(kSmoothed, smoothed);
}

TrialsPanel::Fact TrialsPanel::learningFact(const train::DryRun& dry) {
    const QString steps = count(dry.overfitSteps);
    const QString first = widgets::metricText(dry.firstLoss, 2);
    const QString last = widgets::metricText(dry.lastLoss, 2);
    const QString right = widgets::shareText(dry.lastAccuracy);
    const QString images = count(dry.overfitImages);
    switch (dry.learning) {
        case train::Learning::Yes:
            return {tr("Learns one batch"),
                    tr("yes: in %1 steps the loss fell from %2 to %3, %4 of its %5 "
                       "images are right")
                        .arg(steps, first, last, right, images),
                    Fact::Mark::Good};
        case train::Learning::Slowly:
            return {tr("Learns one batch"),
                    tr("slowly: in %1 steps the loss fell from %2 to %3, %4 of its %5 "
                       "images are right. A higher learning rate may help.")
                        .arg(steps, first, last, right, images),
                    Fact::Mark::None};
        case train::Learning::No:
            break;
    }
    return {tr("Learns one batch"),
            tr("no: in %1 steps the loss went from %2 to %3. Try another "
               "learning rate, and look at the labels.")
                .arg(steps, first, last),
            Fact::Mark::Bad};
}

std::vector<TrialsPanel::Fact> TrialsPanel::facts() const {
    const train::Preflight& all = *m_trials.preflight();
    const train::DryRun& dry = all.dryRun;
    std::vector<Fact> list;
    list.push_back(learningFact(dry));
    const bool fits = all.availableBytes == 0 || all.forecast.memoryBytes < all.availableBytes;
    list.push_back({tr("Memory"),
                    tr("about %1 of %2 that are free")
                        .arg(widgets::bytesText(all.forecast.memoryBytes),
                             widgets::bytesText(all.availableBytes)),
                    fits ? Fact::Mark::Good : Fact::Mark::Bad});
    const QString time = all.forecast.isScaled
                             ? tr("about %1 for %2 epochs, estimated from the image sizes; the "
                                  "first one %3, then %4 each")
                             : tr("about %1 for %2 epochs; the first one %3, then %4 each");
    list.push_back({tr("Time"), time.arg(widgets::durationText(all.totalSeconds), count(all.epochs),
                                         widgets::durationText(all.forecast.firstEpochSeconds),
                                         widgets::durationText(all.forecast.epochSeconds))});
    list.push_back(
        {tr("Shapes"),
         tr("%1 becomes %2").arg(shapeText(dry.inputShape), shapeText(dry.outputShape))});
    list.push_back({tr("Images"), tr("%1 to train, %2 to validate; %3 steps an epoch")
                                      .arg(count(all.trainImages), count(all.valImages),
                                           count(all.stepsPerEpoch))});
    list.push_back(
        {tr("Parameters"), tr("%1, of them %2 are trained")
                               .arg(widgets::magnitudeText(static_cast<double>(dry.parameters)),
                                    widgets::magnitudeText(static_cast<double>(dry.trainable)))});
    list.push_back({tr("Guessing"), tr("always “%1” gives an accuracy of %2; a network that knows "
                                       "nothing has a loss of %3")
                                        .arg(toQString(all.majorityClass),
                                             widgets::metricText(all.majorityAccuracy),
                                             widgets::metricText(all.chanceLoss, 2))});
    list.push_back(
        {tr("Device"), tr("%1 · %2 · %n threads", nullptr, static_cast<int>(dry.threads))
                           .arg(toQString(dry.device).toUpper(), toQString(dry.precision))});
    if (!dry.problems.empty()) {
        list.push_back({tr("Problems"), errorText(dry.problems.front().second), Fact::Mark::Bad});
    }
    return list;
}

void TrialsPanel::showFacts() {
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_facts->setVisible(m_trials.preflight().has_value());
    if (!m_trials.preflight()) {
        return;
    }
    int row = 0;
    for (const Fact& fact : facts()) {
        auto* sign = new QLabel;
        if (fact.mark != Fact::Mark::None) {
            const bool good = fact.mark == Fact::Mark::Good;
            sign->setPixmap(widgets::Theme::of(this)
                                .icon(good ? QStringLiteral("check") : QStringLiteral("cross"),
                                      good ? widgets::Token::RightText : widgets::Token::WrongText)
                                .pixmap(14, 14));
            sign->setAccessibleName(good ? tr("good") : tr("bad"));
        }
        sign->setFixedWidth(16);
        auto* name = new QLabel(fact.name);
        widgets::setRole(name, "field");
        auto* value = new QLabel(widgets::phrased(fact.value));
        value->setWordWrap(true);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_grid->addWidget(sign, row, 0, Qt::AlignTop);
        m_grid->addWidget(name, row, 1);
        m_grid->addWidget(value, row + 1, 1);
        m_grid->setRowMinimumHeight(row + 2, kFactGap);
        row += 3;
    }
}

QString TrialsPanel::factsText() const {
    QStringList lines;
    if (m_trials.preflight()) {
        for (const Fact& fact : facts()) {
            lines << QStringLiteral("%1: %2").arg(fact.name, fact.value);
        }
    }
    return lines.join(QLatin1Char('\n'));
}

void TrialsPanel::retranslate() {
    m_checkCard->setTitle(tr("Check before the start"));
    m_rangeCard->setTitle(tr("Learning-rate range test"));
    m_rangeCard->clearLegend();
    m_rangeCard->addLegend(widgets::Token::OtherRun, tr("loss"));
    m_rangeCard->addLegend(widgets::Token::Training, tr("smoothed"));
    m_chart->setTitle(tr("Learning-rate range test"));
    m_chart->setToolTip(tr("Losses beyond twice the first one are drawn at that height"));
    m_chart->setXTitle(tr("learning rate"));
    m_chart->setSeries(kRaw, widgets::SeriesRole::Raw, tr("loss"));
    m_chart->setSeries(kSmoothed, widgets::SeriesRole::Training, tr("smoothed"));
    m_chart->setEmptyText(tr("The loss at each learning rate will appear here."));
    refresh();
}

void TrialsPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
