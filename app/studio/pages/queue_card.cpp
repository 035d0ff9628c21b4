// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/queue_card.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <algorithm>
#include <cmath>

#include "studio/session/paths.h"
#include "train/settings.h"
#include "widgets/forms/param_editor.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

constexpr int kRowHeight = 24;
constexpr int kMostRows = 4;

/// What differs from the defaults, first what makes this run another one than its neighbours.
QString differences(const runs::QueuedRun& run, const std::vector<runs::QueuedRun>& all, int most) {
    QStringList chosen;  // its own, and not the default
    QStringList own;
    QStringList common;
    for (const ParamSpec& spec : train::settingsSchema().specs()) {
        const ParamValue* value = run.settings.find(spec.name);
        if (value == nullptr || spec.name == "epochs") {
            continue;
        }
        const bool isOwn = std::any_of(all.begin(), all.end(), [&](const runs::QueuedRun& other) {
            const ParamValue* theirs = other.settings.find(spec.name);
            return theirs != nullptr && *theirs != *value;
        });
        const bool isDefault = *value == spec.defaultValue;
        if (isOwn || !isDefault) {
            (!isOwn      ? common
             : isDefault ? own
                         : chosen)
                << QStringLiteral("%1 %2").arg(widgets::paramText(spec.label),
                                               widgets::shownText(spec, *value));
        }
    }
    return QStringList((chosen + own + common).mid(0, most)).join(QStringLiteral(" · "));
}

}  // namespace

void QueueModel::setRuns(const std::vector<runs::QueuedRun>& runs) {
    if (runs == m_runs) {
        return;
    }
    const auto ids = [](const std::vector<runs::QueuedRun>& list) {
        std::vector<std::uint64_t> all;
        for (const auto& run : list) {
            all.push_back(run.id);
        }
        return all;
    };
    const auto before = ids(m_runs);
    const auto after = ids(runs);
    const auto common = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
    if (common.first == before.end() && after.size() > before.size()) {
        const auto first = static_cast<int>(before.size());
        beginInsertRows({}, first, static_cast<int>(after.size()) - 1);
        m_runs = runs;
        endInsertRows();
        retranslate();  // each row says what it has of its own
        return;
    }
    if (after.size() + 1 == before.size() &&
        std::equal(common.second, after.end(), common.first + 1)) {
        const auto gone = static_cast<int>(common.first - before.begin());
        beginRemoveRows({}, gone, gone);
        m_runs = runs;
        endRemoveRows();
        retranslate();
        return;
    }
    beginResetModel();
    m_runs = runs;
    endResetModel();
}

quint64 QueueModel::idAt(int row) const {
    const auto at = static_cast<std::size_t>(row);
    return row >= 0 && at < m_runs.size() ? m_runs[at].id : 0;
}

int QueueModel::rowOf(quint64 id) const {
    const auto at =
        std::find_if(m_runs.begin(), m_runs.end(), [id](const auto& run) { return run.id == id; });
    return at == m_runs.end() ? -1 : static_cast<int>(at - m_runs.begin());
}

void QueueModel::retranslate() {
    if (!m_runs.empty()) {
        Q_EMIT dataChanged(index(0), index(static_cast<int>(m_runs.size()) - 1));
    }
}

int QueueModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}

QVariant QueueModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const runs::QueuedRun& run = m_runs[static_cast<std::size_t>(index.row())];
    const QString head =
        tr("%1 · %n epochs", nullptr, static_cast<int>(run.settings.integer("epochs")))
            .arg(toQString(run.arch));
    const QString rest = differences(run, m_runs, 3);
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return rest.isEmpty() ? head : QStringLiteral("%1 · %2").arg(head, rest);
        case Qt::ToolTipRole: {
            QStringList lines{head};
            if (const QString all = differences(run, m_runs, 100); !all.isEmpty()) {
                lines << all;
            }
            if (!run.weights.empty()) {
                lines << tr("begins with %1").arg(toQString(run.weights.filename()));
            }
            if (run.expectedSeconds > 0) {
                lines << tr("about %1").arg(widgets::durationText(run.expectedSeconds));
            }
            return lines.join(QLatin1Char('\n'));
        }
        default:
            return {};
    }
}

QueueCard::QueueCard(QueueSession& queue, const TrainSession& train, QWidget* parent)
    : QWidget(parent),
      m_queue(queue),
      m_train(train),
      m_card(new widgets::Card),
      m_model(new QueueModel(this)),
      m_list(new QListView),
      m_up(widgets::iconButton(QStringLiteral("chevron-up"), {})),
      m_down(widgets::iconButton(QStringLiteral("chevron-down"), {})),
      m_remove(widgets::iconButton(QStringLiteral("trash"), {})),
      m_go(new QPushButton) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    m_list->setObjectName(QStringLiteral("queueList"));
    m_list->setModel(m_model);
    m_list->setUniformItemSizes(true);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->installEventFilter(this);
    m_go->setObjectName(QStringLiteral("startQueue"));
    m_card->setContent(m_list);
    auto* row = new QHBoxLayout;
    row->setSpacing(2);
    row->addWidget(m_up);
    row->addWidget(m_down);
    row->addWidget(m_remove);
    row->addStretch();
    row->addWidget(m_go);
    m_card->body()->addLayout(row);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(m_up, &QToolButton::clicked, this, [this] { move(-1); });
    connect(m_down, &QToolButton::clicked, this, [this] { move(1); });
    connect(m_remove, &QToolButton::clicked, this, &QueueCard::remove);
    connect(m_go, &QPushButton::clicked, this, [this] {
        if (m_queue.goesOn()) {
            m_queue.hold();
        } else if (m_train.isActive()) {
            m_queue.goOn();
        } else {
            m_queue.start();
        }
    });
    connect(&m_queue, &QueueSession::changed, this, &QueueCard::fill);
    connect(&m_train, &TrainSession::stateChanged, this, &QueueCard::updateButtons);
    connect(&m_train, &TrainSession::stepped, this, &QueueCard::updateNote);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &QueueCard::updateButtons);
    retranslate();
    fill();
}

quint64 QueueCard::current() const {
    return m_model->idAt(m_list->currentIndex().row());
}

void QueueCard::move(int places) {
    m_queue.move(current(), places);
}

void QueueCard::remove() {
    m_queue.remove(current());
}

void QueueCard::fill() {
    const quint64 id = current();
    const int row = m_list->currentIndex().row();
    m_model->setRuns(m_queue.runs());
    const int count = m_model->rowCount();
    if (count > 0) {
        const int kept = m_model->rowOf(id);
        m_list->setCurrentIndex(m_model->index(kept >= 0 ? kept : std::clamp(row, 0, count - 1)));
    }
    m_list->setFixedHeight(
        std::clamp(count, 1, kMostRows) * std::max(kRowHeight, m_list->sizeHintForRow(0)) + 2);
    setVisible(count > 0);
    updateButtons();
    updateNote();
}

void QueueCard::updateButtons() {
    const int row = m_list->currentIndex().row();
    m_up->setEnabled(row > 0);
    m_down->setEnabled(row >= 0 && row + 1 < m_model->rowCount());
    m_remove->setEnabled(row >= 0);
    m_go->setText(m_queue.goesOn()     ? tr("Hold the queue")
                  : m_train.isActive() ? tr("Go on after this run")
                                       : tr("Start the queue"));
    m_go->setToolTip(m_queue.goesOn() ? tr("What runs goes on; nothing is started after it")
                                      : tr("One run after the other, as they stand here"));
    updateNote();
}

void QueueCard::updateNote() {
    const auto waiting = m_queue.expectedSeconds();
    const LiveRun* run = m_train.isActive() ? m_train.run() : nullptr;
    const double left = run != nullptr && run->lastStep ? run->lastStep->secondsLeft : 0;
    if (waiting && *waiting > 0 && std::isfinite(left)) {
        m_card->setNote(
            run != nullptr
                ? tr("about %1 left with this run").arg(widgets::durationText(*waiting + left))
                : tr("about %1").arg(widgets::durationText(*waiting)));
    } else {
        m_card->setNote(m_queue.goesOn() ? tr("goes on by itself") : tr("held"));
    }
}

bool QueueCard::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool alt = key->modifiers() == Qt::AltModifier;
        if (alt && (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down)) {
            move(key->key() == Qt::Key_Up ? -1 : 1);
            return true;
        }
        if (key->key() == Qt::Key_Delete || key->key() == Qt::Key_Backspace) {
            remove();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void QueueCard::retranslate() {
    m_card->setTitle(tr("Queue"));
    m_list->setAccessibleName(tr("Queue"));
    const auto name = [](QToolButton* button, const QString& text) {
        button->setToolTip(text);
        button->setAccessibleName(text);
    };
    name(m_up, tr("Earlier (Alt+Up)"));
    name(m_down, tr("Later (Alt+Down)"));
    name(m_remove, tr("Remove from the queue (Del)"));
    m_model->retranslate();
    updateButtons();
}

void QueueCard::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
