// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Pipelines in and out of the Augment page, and its words.
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>

#include "augment/torchvision_code.h"
#include "studio/pages/augment_page.h"
#include "studio/session/paths.h"
#include "studio/texts.h"

namespace minarai::studio {

void AugmentPage::sayError(const Error& error) {
    Q_EMIT said({widgets::MessageBar::Kind::Error, errorText(error), {}, {}});
}

void AugmentPage::openFile(const QString& file) {
    bool hadNormalize = false;
    const Status opened = workspace().augment().openFile(toPath(file), &hadNormalize);
    if (!opened) {
        sayError(opened.error());
        return;
    }
    if (hadNormalize) {
        Q_EMIT said({widgets::MessageBar::Kind::Info,
                     tr("The steps of “%1” are open. Its Normalize is left out: mean and deviation "
                        "belong to the network.")
                         .arg(QFileInfo(file).fileName()),
                     {},
                     {}});
    }
}

void AugmentPage::saveTo(const QString& file) {
    const Status saved = workspace().augment().saveFile(toPath(file));
    if (!saved) {
        sayError(saved.error());
        return;
    }
    Q_EMIT said({widgets::MessageBar::Kind::Success,
                 tr("Saved as “%1”.").arg(QFileInfo(file).fileName()),
                 {},
                 {}});
}

void AugmentPage::askOpen() {
    auto* dialog = new QFileDialog(window(), tr("Open a pipeline"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Pipelines (*.json)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &AugmentPage::openFile);
    dialog->open();
}

void AugmentPage::askSave() {
    auto* dialog = new QFileDialog(window(), tr("Save the pipeline"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->setNameFilters({tr("Pipelines (*.json)")});
    dialog->selectFile(QStringLiteral("pipeline.json"));
    connect(dialog, &QFileDialog::fileSelected, this, &AugmentPage::saveTo);
    dialog->open();
}

void AugmentPage::copyCode() {
    const std::string code =
        augment::torchvisionCode(document().pipeline(), document().preprocess());
    QGuiApplication::clipboard()->setText(toQString(code));
    Q_EMIT said({widgets::MessageBar::Kind::Success,
                 tr("The pipeline is in the clipboard as torchvision code."),
                 {},
                 {}});
}

void AugmentPage::retranslate() {
    setAccessibleName(actions().get(ActionId::PageAugment)->text());
    m_train->setText(tr("Train…"));
    m_train->setToolTip(withShortcut(tr("Go to training"),
                                     actions().get(ActionId::PageTrain)->shortcut().toString()));
    m_open->setText(tr("Open…"));
    m_open->setToolTip(tr("Open a pipeline file"));
    m_save->setText(tr("Save…"));
    m_save->setToolTip(withShortcut(tr("Save the pipeline as a file"), QStringLiteral("Ctrl+S")));
    m_code->setText(tr("Copy torchvision code"));
    m_code->setToolTip(withShortcut(tr("The same pipeline in Python, for the clipboard"),
                                    QStringLiteral("Ctrl+Shift+C")));
    m_empty->setTexts(tr("See your images as the network will"),
                      tr("Open a folder of images: its pictures appear here in 16 variants, with "
                         "the steps that make them."));
    m_sample->setText(tr("Try the sample"));
    m_folder->setText(tr("Open folder…"));
    updateBar();
}

}  // namespace minarai::studio
