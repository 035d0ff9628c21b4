// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/start_row.h"

#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "studio/pages/load_report_card.h"
#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

using State = StartSession::State;

// What the entries of the list stand for; published weights by their name.
const QString kRandom = QStringLiteral("random");
const QString kOtherFile = QStringLiteral("other");
const QString kChosenFile = QStringLiteral("file");
const QString kOfRun = QStringLiteral("run:");

/// A line may end behind the dot and not before it.
QString joined(const QStringList& parts) {
    return parts.join(QStringLiteral("\u00a0· "));
}

}  // namespace

StartRow::StartRow(StartSession& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_title(new QLabel),
      m_choices(new widgets::ComboBox),
      m_status(new QLabel),
      m_progress(new widgets::ThinProgressBar(widgets::ThinProgressBar::Caption::None)),
      m_button(new QPushButton),
      m_partial(widgets::textButton(QString())),
      m_details(widgets::textButton(QString())) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 4);
    layout->setSpacing(6);
    widgets::setRole(m_title, "label");
    m_title->setBuddy(m_choices);
    m_choices->setObjectName(QStringLiteral("startFrom"));
    m_status->setObjectName(QStringLiteral("startStatus"));
    m_status->setWordWrap(true);
    m_button->setObjectName(QStringLiteral("startDownload"));
    layout->addWidget(m_title);
    layout->addWidget(m_choices);
    layout->addWidget(m_progress);
    layout->addWidget(m_status);
    layout->addWidget(m_button, 0, Qt::AlignLeft);
    m_partial->setObjectName(QStringLiteral("startPartial"));
    m_details->setObjectName(QStringLiteral("startDetails"));
    auto* more = new QHBoxLayout;
    more->setSpacing(12);
    more->addWidget(m_partial);
    more->addWidget(m_details);
    more->addStretch();
    layout->addLayout(more);
    connect(m_choices, &QComboBox::activated, this, &StartRow::choose);
    connect(m_button, &QPushButton::clicked, this, &StartRow::press);
    connect(m_partial, &QToolButton::clicked, this,
            [this] { m_session.setPartial(!m_session.takesPart()); });
    connect(m_details, &QToolButton::clicked, this, &StartRow::showDetails);
    connect(&m_session, &StartSession::changed, this, &StartRow::fill);
    connect(&m_session, &StartSession::progressed, this, &StartRow::show);
    fill();
}

void StartRow::setLocked(bool locked) {
    m_choices->setEnabled(!locked);
    m_button->setEnabled(!locked);
    m_partial->setEnabled(!locked);
}

void StartRow::setRuns(std::vector<std::pair<QString, std::filesystem::path>> runs) {
    if (m_runs != runs) {
        m_runs = std::move(runs);
        fill();
    }
}

void StartRow::fill() {
    const QSignalBlocker quiet(m_choices);
    m_choices->clear();
    m_choices->addItem(tr("random weights"), kRandom);
    for (const zoo::PretrainedWeights* weights : m_session.published()) {
        const QString accuracy = QLocale().toString(weights->top1, 'f', 1);
        m_choices->addItem(
            tr("ImageNet · top-1 %1 % · %2").arg(accuracy, widgets::bytesText(weights->bytes)),
            toQString(weights->name));
        m_choices->setItemData(
            m_choices->count() - 1,
            toQString(weights->name) + QLatin1Char('\n') +
                tr("Published by torchvision: %1 % top-1 and %2 % top-5 on ImageNet, measured at "
                   "%3×%3 px; a download of about %4")
                    .arg(accuracy, QLocale().toString(weights->top5, 'f', 1))
                    .arg(weights->recipe.crop)
                    .arg(widgets::bytesText(weights->bytes)),
            Qt::ToolTipRole);
    }
    const bool isFile = m_session.kind() == StartSession::Kind::File;
    QString chosenFile = kChosenFile;
    for (const auto& [name, file] : m_runs) {
        m_choices->addItem(name, kOfRun + toQString(file));
        m_choices->setItemData(m_choices->count() - 1,
                               tr("The best weights of this run, and its size and normalisation"),
                               Qt::ToolTipRole);
        chosenFile = isFile && file == m_session.file() ? kOfRun + toQString(file) : chosenFile;
    }
    if (isFile && chosenFile == kChosenFile) {
        m_choices->addItem(toQString(m_session.file().filename()), kChosenFile);
    }
    m_choices->addItem(tr("file…"), kOtherFile);
    QString current = kRandom;
    if (isFile) {
        current = chosenFile;
    } else if (m_session.kind() == StartSession::Kind::Published) {
        current = toQString(m_session.weights()->name);
    }
    m_choices->setCurrentIndex(m_choices->findData(current));
    m_title->setText(tr("Start from"));
    m_choices->setAccessibleName(tr("Start from"));
    m_choices->setToolTip(
        tr("The weights before the first step. Published ones have seen a "
           "million photographs and need far fewer of yours."));
    show();
}

void StartRow::choose() {
    const QString chosen = m_choices->currentData().toString();
    if (chosen == kRandom) {
        m_session.chooseRandom();
    } else if (chosen == kOtherFile) {
        chooseFile();
    } else if (chosen.startsWith(kOfRun)) {
        m_session.chooseFile(toPath(chosen.mid(kOfRun.size())));
    } else if (chosen != kChosenFile) {
        m_session.choosePublished(chosen.toStdString());
    }
}

void StartRow::chooseFile() {
    auto* dialog = new QFileDialog(window(), tr("Weights to begin with"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Weights (%1)").arg(QStringLiteral("*.pth *.pt *.safetensors")),
                            tr("All files (%1)").arg(QStringLiteral("*"))});
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& file) { m_session.chooseFile(toPath(file)); });
    // The list shows what is in force, whatever becomes of the dialog.
    connect(dialog, &QFileDialog::finished, this, &StartRow::fill);
    dialog->open();
}

void StartRow::press() {
    if (m_session.state() == State::Downloading) {
        m_session.cancelDownload();
    } else {
        m_session.download();
    }
}

void StartRow::showDetails() {
    if (m_sheet == nullptr || m_sheet->parentWidget() != window()) {
        delete m_sheet;
        m_sheet = new Sheet(window());
    }
    auto* card = new LoadReportCard(m_session.report(), m_session.state() == State::Ready);
    m_sheet->present(card, card->title());
    card->setFocus();
}

QString StartRow::mismatchText() const {
    const weights::LoadReport& report = m_session.report();
    QStringList parts;
    if (const auto missing = static_cast<int>(report.missing.size()); missing > 0) {
        parts << tr("%n missing", nullptr, missing);
    }
    if (const auto unexpected = static_cast<int>(report.unexpected.size()); unexpected > 0) {
        parts << tr("%n not in the model", nullptr, unexpected);
    }
    if (const auto others = static_cast<int>(report.shapeDiffers.size()); others > 0) {
        parts << tr("%n of another shape", nullptr, others);
    }
    return tr("The weights do not fit this model: %1").arg(joined(parts));
}

QString StartRow::readyText() const {
    const weights::LoadReport& report = m_session.report();
    QStringList parts{tr("%n weights fit", nullptr, static_cast<int>(report.taken.size()))};
    if (report.headReplaced) {
        parts << (report.fileClasses > 0 ? tr("the last layer is new: the file's knows %1 classes")
                                               .arg(widgets::countText(report.fileClasses))
                                         : tr("the last layer is new"));
    }
    if (report.partial) {
        const auto left = static_cast<int>(report.missing.size() + report.shapeDiffers.size());
        parts << tr("%n others begin from their initial values", nullptr, left);
    }
    // What has another shape is used as little as what the model does not have.
    const auto skipped = static_cast<int>(report.unexpected.size() +
                                          (report.partial ? report.shapeDiffers.size() : 0));
    if (skipped > 0) {
        parts << tr("%n in the file are not used", nullptr, skipped);
    }
    return joined(parts);
}

void StartRow::show() {
    const State state = m_session.state();
    const bool isMismatch = state == State::Failed &&
                            m_session.error().code == ErrorCode::WeightsMismatch &&
                            !m_session.report().file.empty();
    QString text;
    switch (state) {
        case State::Random:
            break;
        case State::Looking:
            text = tr("Checking the file…");
            break;
        case State::Absent:
            text = tr("Not on this computer yet.");
            break;
        case State::Downloading:
            text = tr("%1 of %2")
                       .arg(widgets::bytesText(m_session.doneBytes()),
                            widgets::bytesText(m_session.totalBytes()));
            break;
        case State::Ready:
            text = readyText();
            break;
        case State::Failed:
            // The error's own sentence names tensors and is too long for a form.
            text = isMismatch ? mismatchText() : errorText(m_session.error());
            break;
    }
    m_status->setToolTip(isMismatch ? errorText(m_session.error()) : QString());
    widgets::setRole(m_status, state == State::Failed ? "error" : "secondary");
    m_status->setText(widgets::phrased(text));
    m_status->setVisible(!text.isEmpty());
    m_progress->setVisible(state == State::Downloading);
    m_progress->setProgress(m_session.doneBytes(), m_session.totalBytes());
    m_progress->setAccessibleName(tr("Download"));
    const bool canLoad = m_session.kind() == StartSession::Kind::Published &&
                         (state == State::Absent || state == State::Failed);
    m_button->setVisible(canLoad || state == State::Downloading);
    m_button->setText(canLoad
                          ? tr("Download %1").arg(widgets::bytesText(m_session.weights()->bytes))
                          : tr("Cancel"));
    m_partial->setVisible(m_session.fitsInPart());
    m_partial->setText(m_session.takesPart() ? tr("Require a full match") : tr("Take what fits"));
    m_partial->setToolTip(
        m_session.takesPart()
            ? tr("Refuse weights that do not fit as a whole")
            : tr("Begin with the layers that fit by name and shape; the others begin at random"));
    m_details->setVisible(!m_session.report().file.empty());
    m_details->setText(tr("Details"));
    m_details->setToolTip(tr("Which weights are taken and which are not, name by name"));
}

void StartRow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        fill();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
