// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The runs that wait, in their order: move, remove, start.
#pragma once

#include <QAbstractListModel>
#include <QListView>
#include <QPushButton>
#include <QToolButton>
#include <QWidget>

#include "studio/session/queue_session.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class QueueModel : public QAbstractListModel {
    Q_OBJECT
  public:
    explicit QueueModel(QObject* parent) : QAbstractListModel(parent) {}

    void setRuns(const std::vector<runs::QueuedRun>& runs);
    /// 0 for no row.
    [[nodiscard]] quint64 idAt(int row) const;
    [[nodiscard]] int rowOf(quint64 id) const;
    /// The texts are in another language now.
    void retranslate();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

  private:
    std::vector<runs::QueuedRun> m_runs;
};

/// Hidden while nothing waits. Keys in the list: Alt+Up, Alt+Down, Del.
class QueueCard : public QWidget {
    Q_OBJECT
  public:
    QueueCard(QueueSession& queue, const TrainSession& train, QWidget* parent = nullptr);

    [[nodiscard]] QListView* list() const { return m_list; }

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
    QPushButton* m_go;

    [[nodiscard]] quint64 current() const;
    void move(int places);
    void remove();
    void fill();
    void updateButtons();
    void updateNote();
    void retranslate();
};

}  // namespace minarai::studio
