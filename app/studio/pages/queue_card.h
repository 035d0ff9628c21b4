// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The runs that wait, in their order: move, remove, start. Where the machine has several devices,
// also those that train, and which device each has or waits for.
#pragma once

#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QToolButton>
#include <QWidget>

#include "studio/pages/queue_model.h"
#include "studio/session/queue_session.h"
#include "widgets/theme/card.h"
#include "widgets/theme/controls.h"

namespace minarai::studio {

/// Hidden while nothing waits and nothing trains beside the shown run. Keys in the list: Alt+Up,
/// Alt+Down, Del; Enter or a double click shows a run that trains.
class QueueCard : public QWidget {
    Q_OBJECT
  public:
    QueueCard(QueueSession& queue, const TrainSession& train, QWidget* parent = nullptr);

    [[nodiscard]] QListView* list() const { return m_list; }
    [[nodiscard]] widgets::TextMenuButton* deviceMenu() const { return m_device; }
    /// What the file's entries that cannot be trained are; empty without any.
    [[nodiscard]] QString refusedText() const { return m_refused->text(); }

  Q_SIGNALS:
    /// A run that trains is to be shown.
    void viewWanted(const QString& folder);

  protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QueueSession& m_queue;
    const TrainSession& m_train;
    widgets::Card* m_card;
    QueueModel* m_model;
    QListView* m_list;
    QToolButton* m_up;
    QToolButton* m_down;
    QToolButton* m_remove;
    widgets::TextMenuButton* m_device;  ///< of the selected run that waits
    QStringList m_deviceTexts;          ///< its entries
    QLabel* m_refused;
    QPushButton* m_go;

    [[nodiscard]] quint64 current() const;
    void move(int places);
    void remove();
    [[nodiscard]] std::vector<QueueRow> rows() const;
    void fill();
    void fillRefused();
    void fillDevices();
    void view(int row);
    /// Whether the machine has more than one device to choose from.
    [[nodiscard]] bool hasPlaces() const { return m_queue.devices().size() > 1; }
    void updateButtons();
    void updateNote();
    void retranslate();
};

}  // namespace minarai::studio
