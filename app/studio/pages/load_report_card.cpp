// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/load_report_card.h"

#include <QApplication>
#include <QClipboard>
#include <QPlainTextEdit>
#include <QToolButton>

#include "studio/pages/quiet_scroll_bar.h"
#include "studio/session/paths.h"
#include "widgets/theme/controls.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

/// Only for the contexts of tr() in free functions.
struct LoadReportText {
    Q_DECLARE_TR_FUNCTIONS(LoadReportText)
};

QString shapeText(const std::vector<std::int64_t>& shape) {
    QStringList sizes;
    for (const std::int64_t size : shape) {
        sizes << QString::number(size);
    }
    return sizes.join(QStringLiteral("×"));
}

/// A heading with their number, the names, and an empty line; nothing for an empty list.
void addList(QStringList& lines, const QString& heading, const std::vector<std::string>& names) {
    if (names.empty()) {
        return;
    }
    lines << heading.arg(widgets::countText(names.size()));
    for (const std::string& name : names) {
        lines << QStringLiteral("  ") + toQString(name);
    }
    lines << QString();
}

}  // namespace

QString loadReportText(const weights::LoadReport& report, bool isTaken) {
    QStringList lines;
    addList(lines,
            isTaken ? LoadReportText::tr("Taken from the file: %1")
                    : LoadReportText::tr("Would fit: %1"),
            report.taken);
    addList(lines, LoadReportText::tr("Missing in the file: %1"), report.missing);
    addList(lines, LoadReportText::tr("Not in the model: %1"), report.unexpected);
    std::vector<std::string> differing;
    for (const weights::ShapeDifference& one : report.shapeDiffers) {
        differing.push_back(
            LoadReportText::tr("%1: %2 in the file, %3 in the model")
                .arg(toQString(one.name), shapeText(one.inFile), shapeText(one.inModel))
                .toStdString());
    }
    addList(lines, LoadReportText::tr("Of another shape: %1"), differing);
    return lines.join(QLatin1Char('\n'));
}

LoadReportCard::LoadReportCard(const weights::LoadReport& report, bool isTaken, QWidget* parent)
    : widgets::Card(tr("Weights · %1").arg(toQString(report.file)), parent) {
    setNote(tr("Esc closes"));
    auto* copy = widgets::textButton(tr("copy"));
    copy->setObjectName(QStringLiteral("copyReport"));
    copy->setToolTip(tr("Copy the lists as text"));
    copy->setAccessibleName(tr("Copy the lists"));
    addHeaderWidget(copy);
    auto* text = new QPlainTextEdit(loadReportText(report, isTaken));
    text->setObjectName(QStringLiteral("weightsReport"));
    text->setAccessibleName(tr("Weights name by name"));
    text->setReadOnly(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text->setFrameShape(QFrame::NoFrame);
    text->setLineWrapMode(QPlainTextEdit::NoWrap);
    text->setMinimumSize(640, 420);
    quietScrollBar(text);
    body()->addWidget(text);
    connect(copy, &QToolButton::clicked, this,
            [text] { QApplication::clipboard()->setText(text->toPlainText()); });
    setFocusProxy(text);
}

}  // namespace minarai::studio
