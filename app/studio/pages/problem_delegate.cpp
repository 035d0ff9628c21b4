// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/problem_delegate.h"

#include "studio/pages/problem_model.h"
#include "widgets/theme/phrases.h"

namespace minarai::studio {

QSize ProblemDelegate::sizeHint(const QStyleOptionViewItem& option,
                                const QModelIndex& index) const {
    // The same for every row: a list of 100,000 problems is laid out at once.
    return {QStyledItemDelegate::sizeHint(option, index).width(),
            2 * option.fontMetrics.lineSpacing() + 10};
}

void ProblemDelegate::initStyleOption(QStyleOptionViewItem* option,
                                      const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    option->features |= QStyleOptionViewItem::WrapText;
    if (index.column() == ProblemModel::Path) {
        option->textElideMode = Qt::ElideMiddle;
        option->features &= ~QStyleOptionViewItem::ViewItemFeatures(QStyleOptionViewItem::WrapText);
    } else {
        option->text = widgets::phrased(option->text);
    }
}

}  // namespace minarai::studio
