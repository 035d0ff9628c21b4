// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/queue_model.h"

#include <QPainter>
#include <algorithm>
#include <utility>

#include "runs/placement.h"
#include "studio/session/paths.h"
#include "studio/texts.h"
#include "train/settings.h"
#include "widgets/forms/param_editor.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

constexpr int kPlaceGap = 10;

constexpr qsizetype kMostSettings = 3;

/// The settings that make this run another one than its neighbours, and those that all share and
/// that are not the defaults; both in the schema's order, which is the same in every row.
struct Differences {
    QStringList own;
    QStringList common;
};

Differences differences(const runs::QueuedRun& run, const std::vector<QueueRow>& all) {
    QStringList own;
    QStringList common;
    for (const ParamSpec& spec : train::settingsSchema().specs()) {
        const ParamValue* value = run.settings.find(spec.name);
        if (value == nullptr || spec.name == "epochs") {
            continue;
        }
        const bool isOwn = std::any_of(all.begin(), all.end(), [&](const QueueRow& other) {
            const ParamValue* theirs = other.run.settings.find(spec.name);
            return theirs != nullptr && *theirs != *value;
        });
        if (isOwn || *value != spec.defaultValue) {
            const QString said = widgets::shownText(spec, *value);
            // "AdamW" and "cosine" say what they are, "standard" and "0.1" do not.
            const bool speaks = spec.name == "optimizer" || spec.name == "schedule";
            (isOwn ? own : common)
                << (speaks ? said
                           : QStringLiteral("%1 %2").arg(widgets::paramText(spec.label), said));
        }
    }
    return {own, common};
}

}  // namespace

void QueueModel::setRows(const std::vector<QueueRow>& rows,
                         const std::vector<std::string>& devices) {
    if (devices != m_devices) {
        m_devices = devices;
        retranslate();
    }
    if (rows != m_rows) {
        takeRows(rows);
    }
}

void QueueModel::takeRows(const std::vector<QueueRow>& rows) {
    const auto ids = [](const std::vector<QueueRow>& list) {
        std::vector<std::uint64_t> all;
        for (const auto& row : list) {
            all.push_back(row.id);
        }
        return all;
    };
    const auto before = ids(m_rows);
    const auto after = ids(rows);
    if (before == after) {
        m_rows = rows;
        retranslate();
        return;
    }
    const auto common = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
    if (common.first == before.end() && after.size() > before.size()) {
        const auto first = static_cast<int>(before.size());
        beginInsertRows({}, first, static_cast<int>(after.size()) - 1);
        m_rows = rows;
        endInsertRows();
        retranslate();  // each row says what it has of its own
        return;
    }
    if (after.size() + 1 == before.size() &&
        std::equal(common.second, after.end(), common.first + 1)) {
        const auto gone = static_cast<int>(common.first - before.begin());
        beginRemoveRows({}, gone, gone);
        m_rows = rows;
        endRemoveRows();
        retranslate();
        return;
    }
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

const QueueRow* QueueModel::at(int row) const {
    const auto at = static_cast<std::size_t>(row);
    return row >= 0 && at < m_rows.size() ? &m_rows[at] : nullptr;
}

quint64 QueueModel::idAt(int row) const {
    const QueueRow* found = at(row);
    return found == nullptr ? 0 : found->id;
}

int QueueModel::rowOf(quint64 id) const {
    const auto at =
        std::find_if(m_rows.begin(), m_rows.end(), [id](const auto& row) { return row.id == id; });
    return at == m_rows.end() ? -1 : static_cast<int>(at - m_rows.begin());
}

void QueueModel::retranslate() {
    if (!m_rows.empty()) {
        Q_EMIT dataChanged(index(0), index(static_cast<int>(m_rows.size()) - 1));
    }
}

int QueueModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QString QueueModel::placeText(const QueueRow& row) const {
    if (m_devices.size() < 2) {
        return {};
    }
    if (row.isStopping) {
        return tr("%1 · stopping").arg(deviceText(row.device));
    }
    if (row.trains()) {
        return row.epoch == 0 ? tr("%1 · preparing").arg(deviceText(row.device))
                              : tr("%1 · epoch %2 of %3")
                                    .arg(deviceText(row.device))
                                    .arg(row.epoch)
                                    .arg(row.run.settings.integer("epochs"));
    }
    if (row.run.device == "auto") {
        return tr("waits");
    }
    const std::string device = runs::deviceInForce(row.run.device, m_devices);
    const bool isThere = std::find(m_devices.begin(), m_devices.end(), device) != m_devices.end();
    return isThere ? tr("waits for %1").arg(deviceText(device))
                   : tr("%1 is not here").arg(deviceText(device));
}

QString QueueModel::toolTip(const QueueRow& row) const {
    QStringList lines{
        tr("%1 · %n epochs", nullptr, static_cast<int>(row.run.settings.integer("epochs")))
            .arg(toQString(row.run.arch))};
    const Differences all = differences(row.run, m_rows);
    if (const QStringList each = all.own + all.common; !each.isEmpty()) {
        lines << each.join(QStringLiteral(" · "));
    }
    if (!row.run.weights.empty()) {
        lines << tr("begins with %1").arg(toQString(row.run.weights.filename()));
    }
    if (row.run.expectedSeconds > 0) {
        lines << tr("about %1").arg(widgets::durationText(row.run.expectedSeconds));
    }
    if (const QString place = placeText(row); !place.isEmpty()) {
        lines << place;
    }
    return lines.join(QLatin1Char('\n'));
}

QString QueueModel::rowText(const QueueRow& row) const {
    const std::int64_t epochs = row.run.settings.integer("epochs");
    const bool ownEpochs = std::any_of(m_rows.begin(), m_rows.end(), [&](const QueueRow& other) {
        return other.run.settings.integer("epochs") != epochs;
    });
    // The row may be cut at its end: what tells it from the others stands at the beginning.
    const Differences all = differences(row.run, m_rows);
    const QString length = tr("%n epochs", nullptr, static_cast<int>(epochs));
    const bool isAlike = !ownEpochs && all.own.isEmpty();
    QStringList parts{toQString(row.run.arch)};
    if (ownEpochs || isAlike) {
        parts << length;
    }
    parts += (isAlike ? all.common : all.own).mid(0, kMostSettings);
    if (!ownEpochs && !isAlike) {
        parts << length;
    }
    return parts.join(QStringLiteral(" · "));
}

QVariant QueueModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const QueueRow& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return rowText(row);
        case Qt::AccessibleTextRole: {
            const QString place = placeText(row);
            return place.isEmpty() ? rowText(row)
                                   : QStringLiteral("%1 · %2").arg(rowText(row), place);
        }
        case kPlaceRole:
            return placeText(row);
        case Qt::ToolTipRole:
            return toolTip(row);
        default:
            return {};
    }
}

void QueueDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
    const QString place = index.data(QueueModel::kPlaceRole).toString();
    if (place.isEmpty()) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    // The ground and the focus as ever; the text in what the place leaves.
    QStyleOptionViewItem ground = option;
    initStyleOption(&ground, index);
    const QString text = std::exchange(ground.text, QString());
    const QWidget* widget = option.widget;
    QStyle* style = widget->style();
    style->drawControl(QStyle::CE_ItemViewItem, &ground, painter, widget);
    ground.text = text;
    const QRect all = style->subElementRect(QStyle::SE_ItemViewItemText, &ground, widget)
                          .adjusted(kPlaceGap / 2, 0, -kPlaceGap / 2, 0);
    const QFontMetrics& metrics = option.fontMetrics;
    const int placeWidth = std::min(metrics.horizontalAdvance(place), all.width() / 2);
    const widgets::Theme& theme = widgets::Theme::of(widget);
    painter->save();
    painter->setFont(option.font);
    painter->setPen(theme.color(widgets::Token::Text));
    painter->drawText(
        all, Qt::AlignLeft | Qt::AlignVCenter,
        metrics.elidedText(text, Qt::ElideRight, all.width() - placeWidth - kPlaceGap));
    painter->setPen(theme.color(widgets::Token::Secondary));
    painter->drawText(all, Qt::AlignRight | Qt::AlignVCenter,
                      metrics.elidedText(place, Qt::ElideRight, placeWidth));
    painter->restore();
}

}  // namespace minarai::studio
