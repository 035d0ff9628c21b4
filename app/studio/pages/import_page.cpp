// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/import_page.h"

#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QKeyEvent>
#include <QStyle>

#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

using dataset::ImportFormat;

namespace {

constexpr int kCardWidth = 600;
/// Rows of the grid; a sentence about a field stands right below it.
enum Row { kSource, kSourceError, kFiles, kTarget, kTargetError, kOtherError };

void setInvalid(QLineEdit* field, bool invalid) {
    if (field->property("mnInvalid").toBool() != invalid) {
        field->setProperty("mnInvalid", invalid);
        field->style()->unpolish(field);
        field->style()->polish(field);
    }
}

}  // namespace

ImportPage::ImportPage(QWidget* parent)
    : QWidget(parent),
      m_card(new widgets::Card),
      m_grid(new QGridLayout),
      m_intro(new QLabel),
      m_formats(new widgets::SegmentedControl),
      m_sourceName(new QLabel),
      m_source(new QLineEdit),
      m_chooseSource(new QPushButton),
      m_files(new QLabel),
      m_targetName(new QLabel),
      m_target(new QLineEdit),
      m_chooseTarget(new QPushButton),
      m_error(new QLabel),
      m_bar(new widgets::ThinProgressBar(widgets::ThinProgressBar::Caption::Above)),
      m_start(new QPushButton),
      m_cancel(new QPushButton) {
    layOut();
    connect(m_formats, &widgets::SegmentedControl::currentChanged, this, [this] {
        proposeTarget();
        showState();
    });
    connect(m_source, &QLineEdit::textChanged, this, [this](const QString& text) {
        clearError();
        m_session.guess(toPath(text.trimmed()));
        proposeTarget();
        showState();
    });
    connect(m_target, &QLineEdit::textChanged, this, [this] {
        clearError();
        showState();
    });
    connect(m_target, &QLineEdit::textEdited, this,
            [this](const QString& text) { m_targetByHand = !text.isEmpty(); });
    connect(m_chooseSource, &QPushButton::clicked, this,
            [this] { choose(m_source, tr("Folder with the official files")); });
    connect(m_chooseTarget, &QPushButton::clicked, this,
            [this] { choose(m_target, tr("Folder for the images")); });
    connect(m_start, &QPushButton::clicked, this, &ImportPage::begin);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_session.isRunning()) {
            m_session.cancel();
        } else {
            Q_EMIT closeWanted();
        }
    });
    connect(&m_session, &ImportSession::guessed, this, [this](ImportFormat format) {
        m_formats->setCurrentData(static_cast<int>(format));
        proposeTarget();
        showState();
    });
    connect(&m_session, &ImportSession::progressed, this, &ImportPage::showState);
    connect(&m_session, &ImportSession::finished, this, [this](const QString& folder) {
        m_source->clear();
        m_target->clear();
        m_targetByHand = false;
        showState();
        Q_EMIT imported(folder);
    });
    connect(&m_session, &ImportSession::failed, this, [this](const Error& error) {
        showState();
        showError(error);
    });
    setFocusProxy(m_source);
    retranslate();
}

void ImportPage::layOut() {
    auto* outer = new QVBoxLayout(this);
    outer->addWidget(m_card, 0, Qt::AlignCenter);
    m_card->setFixedWidth(kCardWidth);
    for (QLabel* label : {m_intro, m_files}) {
        label->setWordWrap(true);
        widgets::setRole(label, "secondary");
    }
    m_error->setWordWrap(true);
    widgets::setRole(m_error, "error");
    m_error->setObjectName(QStringLiteral("importError"));
    m_error->hide();
    for (const auto& [name, format] : {std::pair("MNIST", ImportFormat::Mnist),
                                       std::pair("Fashion-MNIST", ImportFormat::FashionMnist),
                                       std::pair("CIFAR-10", ImportFormat::Cifar10),
                                       std::pair("CIFAR-100", ImportFormat::Cifar100)}) {
        m_formats->addSegment(QLatin1String(name), static_cast<int>(format));
    }
    widgets::setRole(m_sourceName, "field");
    widgets::setRole(m_targetName, "field");
    widgets::setRole(m_start, "primary");
    m_source->setObjectName(QStringLiteral("importSource"));
    m_target->setObjectName(QStringLiteral("importTarget"));
    m_start->setObjectName(QStringLiteral("importStart"));
    m_cancel->setObjectName(QStringLiteral("importCancel"));
    m_source->setAcceptDrops(false);  // what is dropped is meant for the page
    m_target->setAcceptDrops(false);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(8);
    m_grid->addWidget(m_sourceName, kSource, 0);
    m_grid->addWidget(m_source, kSource, 1);
    m_grid->addWidget(m_chooseSource, kSource, 2);
    m_grid->addWidget(m_files, kFiles, 1, 1, 2);
    m_grid->addWidget(m_targetName, kTarget, 0);
    m_grid->addWidget(m_target, kTarget, 1);
    m_grid->addWidget(m_chooseTarget, kTarget, 2);
    m_grid->addWidget(m_error, kOtherError, 0, 1, 3);
    m_grid->setColumnStretch(1, 1);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_start);
    QVBoxLayout* body = m_card->body();
    body->setSpacing(12);
    body->addWidget(m_intro);
    body->addWidget(m_formats, 0, Qt::AlignLeft);
    body->addLayout(m_grid);
    body->addWidget(m_bar);
    body->addLayout(buttons);
}

ImportFormat ImportPage::format() const {
    return static_cast<ImportFormat>(m_formats->currentData().toInt());
}

void ImportPage::setSource(const QString& source) {
    m_source->setText(source);
}

void ImportPage::setTarget(const QString& target) {
    m_target->setText(target);
    m_targetByHand = true;
}

void ImportPage::choose(QLineEdit* field, const QString& title) {
    auto* dialog = new QFileDialog(this, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    if (!field->text().isEmpty()) {
        dialog->setDirectory(QFileInfo(field->text()).path());
    }
    connect(dialog, &QFileDialog::fileSelected, this, [this, field](const QString& chosen) {
        field->setText(chosen);
        m_targetByHand = m_targetByHand || field == m_target;
    });
    dialog->open();
}

void ImportPage::proposeTarget() {
    const QString source = m_source->text().trimmed();
    if (m_targetByHand || source.isEmpty()) {
        return;
    }
    const auto name = dataset::kImportFormats.at(static_cast<std::size_t>(format()));
    m_target->setText(QStringLiteral("%1/%2_images")
                          .arg(QFileInfo(source).path(),
                               QLatin1String(name.data(), static_cast<qsizetype>(name.size()))));
}

void ImportPage::begin() {
    clearError();
    m_session.start(format(), toPath(m_source->text().trimmed()),
                    toPath(m_target->text().trimmed()));
}

void ImportPage::showError(const Error& error) {
    // The first thing that an error names is the file that it is about. The new folder may lie
    // beside the official files and begin with their name.
    const QString about = error.args.empty() ? QString() : toQString(error.args.front());
    const auto isBelow = [&about](const QLineEdit* field) {
        const QString place = field->text().trimmed();
        return !place.isEmpty() && about.startsWith(place);
    };
    const bool isTarget = isBelow(m_target);
    const bool isSource = !isTarget && isBelow(m_source);
    QString text = studio::errorText(error);
    if (error.code == ErrorCode::Cancelled) {
        text = tr("Cancelled. Nothing was kept.");
    } else if (error.code == ErrorCode::FileMissing && about == m_source->text().trimmed()) {
        text = tr("There is no folder and no archive “%1”. Check the path.").arg(about);
    }
    setInvalid(m_source, isSource);
    setInvalid(m_target, isTarget);
    m_grid->removeWidget(m_error);
    if (isSource || isTarget) {
        m_grid->addWidget(m_error, isSource ? kSourceError : kTargetError, 1, 1, 2);
    } else {
        m_grid->addWidget(m_error, kOtherError, 0, 1, 3);
    }
    m_error->setText(widgets::phrased(text));
    m_error->show();
}

void ImportPage::clearError() {
    m_error->hide();
    setInvalid(m_source, false);
    setInvalid(m_target, false);
}

void ImportPage::showState() {
    const bool running = m_session.isRunning();
    for (QWidget* part : {static_cast<QWidget*>(m_formats), static_cast<QWidget*>(m_source),
                          static_cast<QWidget*>(m_chooseSource), static_cast<QWidget*>(m_target),
                          static_cast<QWidget*>(m_chooseTarget)}) {
        part->setEnabled(!running);
    }
    m_start->setVisible(!running);
    m_start->setEnabled(!m_source->text().trimmed().isEmpty() &&
                        !m_target->text().trimmed().isEmpty());
    m_cancel->setText(running ? tr("Cancel") : tr("Back"));
    m_bar->setVisible(running);
    const bool isMnist = format() == ImportFormat::Mnist || format() == ImportFormat::FashionMnist;
    m_files->setText(widgets::phrased(
        isMnist
            ? tr("Looks for train-images-idx3-ubyte and the three other files beside it, also with "
                 ".gz.")
            : tr("Looks for the binary version: .bin files, or the .tar.gz as it was "
                 "downloaded.")));
    if (!running) {
        return;
    }
    const Progress progress = m_session.progress();
    m_bar->setProgress(progress.done, progress.total);
    const QString count = progress.total == 0 ? tr("reading the files")
                                              : tr("%1 of %2 images")
                                                    .arg(widgets::countText(progress.done),
                                                         widgets::countText(progress.total));
    const auto left = m_session.secondsLeft();
    m_bar->setCaption(left ? tr("%1 · %2 left").arg(count, widgets::durationText(*left)) : count);
}

void ImportPage::retranslate() {
    setAccessibleName(tr("Import"));
    m_card->setTitle(tr("Import a data set"));
    m_intro->setText(widgets::phrased(
        tr("Turns the official files that you have downloaded into a folder of images. Nothing is "
           "fetched from the network.")));
    m_formats->setAccessibleName(tr("Data set"));
    m_sourceName->setText(tr("Official files"));
    m_source->setAccessibleName(tr("Official files"));
    m_source->setPlaceholderText(tr("Folder or archive; it can be dropped here"));
    m_targetName->setText(tr("New folder"));
    m_target->setAccessibleName(tr("New folder"));
    m_target->setPlaceholderText(tr("train and test are made in it, each with a folder per class"));
    m_chooseSource->setText(tr("Choose…"));
    m_chooseSource->setAccessibleName(tr("Choose the folder with the official files"));
    m_chooseTarget->setText(tr("Choose…"));
    m_chooseTarget->setAccessibleName(tr("Choose the folder for the images"));
    m_bar->setAccessibleName(tr("Progress"));
    m_start->setText(tr("Import"));
    showState();
}

void ImportPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && !m_session.isRunning()) {
        Q_EMIT closeWanted();
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) &&
               m_start->isVisible() && m_start->isEnabled()) {
        begin();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void ImportPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        clearError();
        retranslate();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
