// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/queue_card.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <algorithm>
#include <vector>

#include "runs/placement.h"
#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

constexpr int kRowHeight = 24;
constexpr int kMostRows = 4;

void name(QToolButton* button, const QString& text) {
    button->setToolTip(text);
    button->setAccessibleName(text);
}

}  // namespace

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
      m_device(new widgets::TextMenuButton),
      m_refused(new QLabel),
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
    m_list->setItemDelegate(new QueueDelegate(m_list));
    m_list->installEventFilter(this);
    m_device->setObjectName(QStringLiteral("queueDevice"));
    widgets::setRole(m_refused, "secondary");
    m_refused->setWordWrap(true);
    m_go->setObjectName(QStringLiteral("startQueue"));
    m_card->setContent(m_list);
    auto* row = new QHBoxLayout;
    row->setSpacing(2);
    row->addWidget(m_up);
    row->addWidget(m_down);
    row->addWidget(m_remove);
    row->addWidget(m_device);
    row->addStretch();
    row->addWidget(m_go);
    m_card->body()->addLayout(row);
    m_card->body()->addWidget(m_refused);
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
    connect(&m_queue, &QueueSession::progressed, this, [this] {
        if (hasPlaces()) {
            m_model->setRows(rows(), m_queue.devices());
        }
        updateNote();
    });
    connect(m_device, &widgets::TextMenuButton::chosen, this, [this](const QVariant& device) {
        m_queue.setDevice(current(), device.toString().toStdString());
    });
    connect(m_list, &QListView::activated, this,
            [this](const QModelIndex& index) { view(index.row()); });
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
    const QueueRow* row = m_model->at(m_list->currentIndex().row());
    if (row != nullptr && row->trains()) {
        m_queue.stop(row->id);
    } else {
        m_queue.remove(current());
    }
}

void QueueCard::view(int row) {
    const QueueRow* found = m_model->at(row);
    if (found != nullptr && !found->folder.isEmpty()) {
        Q_EMIT viewWanted(found->folder);
    }
}

std::vector<QueueRow> QueueCard::rows() const {
    std::vector<QueueRow> rows;
    const bool isWanted = !m_queue.runs().empty() || m_queue.trainsBeside();
    for (const RunningRun& running : m_queue.running()) {
        const LiveRun& live = *running.live;
        // A run that goes on tells its settings only when it has read them.
        if (!hasPlaces() || !isWanted || !live.settings.has("epochs")) {
            continue;
        }
        QueueRow row;
        row.id = running.id;
        row.run.arch = live.arch;
        row.run.settings = live.settings;
        row.device = running.device;
        row.isStopping = running.isStopping;
        if (live.started) {
            row.folder = toQString(live.folder);
            row.epoch = live.lastStep ? live.lastStep->epoch : live.started->firstEpoch;
        }
        rows.push_back(std::move(row));
    }
    for (const runs::QueuedRun& run : m_queue.runs()) {
        // One that has just been given to a session stands among those that train.
        if (!hasPlaces() || run.id != m_queue.starting()) {
            rows.push_back({run.id, run, {}, {}, 0, false});
        }
    }
    return rows;
}

void QueueCard::fill() {
    const quint64 id = current();
    const int row = m_list->currentIndex().row();
    m_model->setRows(rows(), m_queue.devices());
    const int count = m_model->rowCount();
    if (count > 0) {
        const int kept = m_model->rowOf(id);
        m_list->setCurrentIndex(m_model->index(kept >= 0 ? kept : std::clamp(row, 0, count - 1)));
    }
    m_list->setFixedHeight(
        std::clamp(count, 1, kMostRows) * std::max(kRowHeight, m_list->sizeHintForRow(0)) + 2);
    m_list->setVisible(count > 0);
    fillRefused();
    setVisible(count > 0 || !m_queue.refused().empty());
    updateButtons();
}

void QueueCard::fillRefused() {
    const auto& refused = m_queue.refused();
    m_refused->setVisible(!refused.empty());
    m_refused->setText(refused.empty() ? QString()
                                       : tr("%n runs in queue.json cannot be trained: %1", nullptr,
                                            static_cast<int>(refused.size()))
                                             .arg(errorText(refused.front().error)));
}

void QueueCard::fillDevices() {
    const QueueRow* row = m_model->at(m_list->currentIndex().row());
    m_device->setVisible(hasPlaces() && row != nullptr && !row->trains());
    if (m_device->isHidden()) {
        return;
    }
    std::vector<std::string> devices = m_queue.devices();
    const std::string chosen =
        row->run.device == "auto" ? row->run.device : runs::deviceInForce(row->run.device, devices);
    if (chosen != "auto" && std::find(devices.begin(), devices.end(), chosen) == devices.end()) {
        devices.push_back(chosen);  // written on another machine
    }
    QStringList texts{tr("Next free device")};
    for (const std::string& device : devices) {
        texts << deviceText(device);
    }
    // Not anew at each step of a run: the menu may be open.
    if (texts != m_deviceTexts) {
        m_deviceTexts = texts;
        m_device->clearChoices();
        m_device->addChoice(texts.front(), QStringLiteral("auto"));
        for (std::size_t i = 0; i < devices.size(); ++i) {
            m_device->addChoice(texts[static_cast<qsizetype>(i) + 1], toQString(devices[i]));
        }
    }
    m_device->setCurrentData(toQString(chosen));
}

void QueueCard::updateButtons() {
    const int row = m_list->currentIndex().row();
    const QueueRow* selected = m_model->at(row);
    const QueueRow* above = m_model->at(row - 1);
    const bool waits = selected != nullptr && !selected->trains();
    m_up->setEnabled(waits && above != nullptr && !above->trains());
    m_down->setEnabled(waits && row + 1 < m_model->rowCount());
    m_remove->setEnabled(selected != nullptr && !selected->isStopping);
    name(m_remove, selected == nullptr || waits ? tr("Remove from the queue (Del)")
                                                : tr("Stop this run; it is saved (Del)"));
    m_remove->setIcon(widgets::Theme::of(this).icon(
        selected == nullptr || waits ? QStringLiteral("trash") : QStringLiteral("stop")));
    fillDevices();
    m_go->setText(m_queue.goesOn()     ? tr("Hold the queue")
                  : m_train.isActive() ? tr("Go on after this run")
                                       : tr("Start the queue"));
    m_go->setToolTip(m_queue.goesOn() ? tr("What runs goes on; nothing is started after it")
                     : hasPlaces()    ? tr("In this order, each on the first device that is free")
                                      : tr("One run after the other, as they stand here"));
    m_go->setVisible(!m_queue.runs().empty());
    updateNote();
}

void QueueCard::updateNote() {
    const auto seconds = m_queue.expectedSeconds();
    if (seconds && *seconds > 0) {
        const QString time = widgets::durationText(*seconds);
        m_card->setNote(m_queue.trainsBeside() ? tr("about %1 left").arg(time)
                        : m_train.isActive()   ? tr("about %1 left with this run").arg(time)
                                               : tr("about %1").arg(time));
    } else {
        m_card->setNote(m_queue.goesOn() ? tr("starts the next run automatically") : tr("held"));
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
    name(m_up, tr("Earlier (Alt+Up)"));
    name(m_down, tr("Later (Alt+Down)"));
    m_device->setToolTip(tr("The device that this run is to have"));
    m_device->setAccessibleName(tr("Device"));
    m_model->retranslate();
    fillRefused();
    updateButtons();
}

void QueueCard::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
