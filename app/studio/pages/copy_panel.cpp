// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/copy_panel.h"

#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

CopyPanel::CopyPanel(Workspace& workspace, QWidget* parent)
    : Card({}, parent),
      m_workspace(workspace),
      m_close(widgets::iconButton(QStringLiteral("cross"), {})),
      m_intro(new QLabel),
      m_facts(new QLabel),
      m_targetName(new QLabel),
      m_target(new QLineEdit),
      m_choose(new QPushButton),
      m_bar(new widgets::ThinProgressBar(widgets::ThinProgressBar::Caption::Above)),
      m_error(new QLabel),
      m_start(new QPushButton),
      m_cancel(new QPushButton) {
    layOut();
    connect(m_close, &QToolButton::clicked, this, &CopyPanel::closeWanted);
    connect(m_choose, &QPushButton::clicked, this, &CopyPanel::chooseTarget);
    connect(m_target, &QLineEdit::textChanged, this, [this] {
        m_error->hide();
        showState();
    });
    connect(m_target, &QLineEdit::returnPressed, this, [this] {
        if (m_start->isVisible() && m_start->isEnabled()) {
            begin();
        }
    });
    connect(m_start, &QPushButton::clicked, this, &CopyPanel::begin);
    connect(m_cancel, &QPushButton::clicked, &m_session, &CopySession::cancel);
    connect(&m_session, &CopySession::counted, this, &CopyPanel::showFacts);
    connect(&m_session, &CopySession::progressed, this, &CopyPanel::showState);
    connect(&m_session, &CopySession::finished, this, [this](const QString& folder) {
        proposeTarget();
        showState();
        Q_EMIT copied(folder);
    });
    connect(&m_session, &CopySession::failed, this, &CopyPanel::showFailure);
    connect(&workspace.review(), &ReviewSession::changed, this, &CopyPanel::countAgain);
    connect(&workspace.review(), &ReviewSession::loaded, this, &CopyPanel::countAgain);
    connect(&workspace.review(), &ReviewSession::failed, this, &CopyPanel::countAgain);
    setFocusProxy(m_target);
    retranslate();
}

void CopyPanel::layOut() {
    addHeaderWidget(m_close);
    for (QLabel* label : {m_intro, m_facts, m_error}) {
        label->setWordWrap(true);
    }
    widgets::setRole(m_intro, "secondary");
    widgets::setRole(m_error, "error");
    widgets::setRole(m_targetName, "field");
    widgets::setRole(m_start, "primary");
    m_error->hide();
    m_facts->setObjectName(QStringLiteral("copyFacts"));
    m_target->setObjectName(QStringLiteral("copyTarget"));
    m_start->setObjectName(QStringLiteral("copyStart"));
    m_cancel->setObjectName(QStringLiteral("copyCancel"));
    m_target->setAcceptDrops(false);  // what is dropped is meant for the window
    auto* buttons = new QHBoxLayout;
    // Not where Export was: the second click of a double click would cancel.
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_choose);
    buttons->addStretch(1);
    buttons->addWidget(m_start);
    body()->setSpacing(8);
    body()->addWidget(m_intro);
    body()->addWidget(m_facts);
    body()->addSpacing(4);
    body()->addWidget(m_targetName);
    body()->addWidget(m_target);
    body()->addLayout(buttons);
    body()->addWidget(m_bar);
    body()->addWidget(m_error);
    body()->addStretch(1);
}

void CopyPanel::takeProject() {
    proposeTarget();
    countAgain();
}

void CopyPanel::proposeTarget() {
    const std::filesystem::path root = m_workspace.project().project()->catalog->root;
    // What is being written keeps its place on the screen until it has ended.
    if (root != m_root && !m_session.isRunning()) {
        m_root = root;
        m_target->setText(toQString(root) + QStringLiteral("-cleaned"));
    }
}

void CopyPanel::chooseTarget() {
    auto* dialog = new QFileDialog(this, tr("Folder for the copy"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    if (!m_target->text().isEmpty()) {
        dialog->setDirectory(QFileInfo(m_target->text()).path());
    }
    connect(dialog, &QFileDialog::fileSelected, m_target, &QLineEdit::setText);
    dialog->open();
}

void CopyPanel::countAgain() {
    const auto project = m_workspace.project().project();
    if (isVisible() && project && m_workspace.review().isLoaded()) {
        m_session.count(project->catalog, m_workspace.review().review());
    } else {
        m_session.forget();
    }
    showFacts();
}

void CopyPanel::begin() {
    const auto project = m_workspace.project().project();
    if (!project || !m_workspace.review().isLoaded()) {
        return;
    }
    m_error->hide();
    m_session.start(project->catalog, m_workspace.review().review(),
                    toPath(m_target->text().trimmed()));
}

void CopyPanel::showFailure(const Error& error) {
    proposeTarget();
    showState();
    const bool isCancelled = error.code == ErrorCode::Cancelled;
    const QString text =
        isCancelled ? tr("Cancelled. Nothing was kept.") : studio::errorText(error);
    m_error->setText(widgets::phrased(text));
    m_error->show();
    if (!isVisible() && !isCancelled) {
        Q_EMIT copyFailed(text);
    }
}

void CopyPanel::showFacts() {
    const auto& counts = m_session.counts();
    if (!counts) {
        const ReviewSession& review = m_workspace.review();
        const bool isUnreadable = !review.isLoaded() && review.isKept();
        m_facts->setText(isUnreadable ? tr("The decisions about this folder cannot be read.")
                                      : tr("being counted"));
        showState();
        return;
    }
    const Review& review = *m_workspace.review().review();
    QStringList facts{
        tr("Images: %1 · %2")
            .arg(widgets::countText(counts->images), widgets::bytesText(counts->bytes)),
        tr("Excluded: %1").arg(widgets::countText(review.excluded)),
        tr("Class changed: %1").arg(widgets::countText(review.relabelled))};
    if (counts->renumbered > 0) {
        facts << tr("Numbered, since their name is taken: %1")
                     .arg(widgets::countText(counts->renumbered));
    }
    m_facts->setText(facts.join(QLatin1Char('\n')));
    showState();
}

void CopyPanel::showState() {
    const bool running = m_session.isRunning();
    // The keyboard stays here when what has it goes.
    const QWidget* focused = window()->focusWidget();
    const bool movesFocus =
        running == m_cancel->isHidden() && focused != m_close && isAncestorOf(focused);
    m_target->setEnabled(!running);
    m_choose->setEnabled(!running);
    m_start->setVisible(!running);
    m_cancel->setVisible(running);
    m_bar->setVisible(running);
    m_start->setEnabled(!m_target->text().trimmed().isEmpty() && m_session.counts() &&
                        m_session.counts()->images > 0);
    if (movesFocus) {
        (running ? static_cast<QWidget*>(m_cancel) : m_target)->setFocus(Qt::OtherFocusReason);
    }
    if (!running) {
        return;
    }
    const Progress progress = m_session.progress();
    m_bar->setProgress(progress.done, progress.total);
    const QString count =
        tr("%1 of %2").arg(widgets::countText(progress.done), widgets::countText(progress.total));
    const auto left = m_session.secondsLeft();
    m_bar->setCaption(left ? tr("%1 · %2 left").arg(count, widgets::durationText(*left)) : count);
}

void CopyPanel::retranslate() {
    setTitle(tr("Cleaned copy"));
    m_close->setToolTip(withShortcut(tr("Close"), QStringLiteral("Esc")));
    m_close->setAccessibleName(tr("Close"));
    m_intro->setText(widgets::phrased(
        tr("Copies the images that are not excluded into a new folder, below the classes that "
           "they have now. The images here stay as they are.")));
    m_targetName->setText(tr("New folder"));
    m_target->setAccessibleName(tr("New folder"));
    m_choose->setText(tr("Choose…"));
    m_choose->setAccessibleName(tr("Choose the folder for the copy"));
    m_bar->setAccessibleName(tr("Progress"));
    m_start->setText(tr("Export"));
    m_cancel->setText(tr("Cancel"));
    showFacts();
}

void CopyPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        m_error->hide();
        retranslate();
    }
    Card::changeEvent(event);
}

void CopyPanel::showEvent(QShowEvent* event) {
    Card::showEvent(event);
    countAgain();
}

}  // namespace minarai::studio
