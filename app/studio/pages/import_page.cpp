// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/import_page.h"

#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QKeyEvent>

#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

using dataset::ImportFormat;

namespace {

constexpr int kCardWidth = 600;

}  // namespace

ImportPage::ImportPage(QWidget* parent)
    : QWidget(parent),
      m_card(new widgets::Card),
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
        m_error->hide();
        m_session.guess(toPath(text.trimmed()));
        proposeTarget();
        showState();
    });
    connect(m_target, &QLineEdit::textChanged, this, [this] {
        m_error->hide();
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
        showError(error.code == ErrorCode::Cancelled ? tr("Cancelled. Nothing was kept.")
                                                     : studio::errorText(error));
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
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    grid->addWidget(m_sourceName, 0, 0);
    grid->addWidget(m_source, 0, 1);
    grid->addWidget(m_chooseSource, 0, 2);
    grid->addWidget(m_files, 1, 1, 1, 2);
    grid->addWidget(m_targetName, 2, 0);
    grid->addWidget(m_target, 2, 1);
    grid->addWidget(m_chooseTarget, 2, 2);
    grid->setColumnStretch(1, 1);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_start);
    QVBoxLayout* body = m_card->body();
    body->setSpacing(12);
    body->addWidget(m_intro);
    body->addWidget(m_formats, 0, Qt::AlignLeft);
    body->addLayout(grid);
    body->addWidget(m_bar);
    body->addWidget(m_error);
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
    m_error->hide();
    m_session.start(format(), toPath(m_source->text().trimmed()),
                    toPath(m_target->text().trimmed()));
}

void ImportPage::showError(const QString& text) {
    m_error->setText(widgets::phrased(text));
    m_error->show();
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
        isMnist ? tr("Looks for train-images-idx3-ubyte and its siblings, also with .gz.")
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
    m_target->setPlaceholderText(tr("Gets train and test with a folder for each class"));
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
        m_error->hide();
        retranslate();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
