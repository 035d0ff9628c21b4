// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the composer takes from runs and from other windows, and the pictures that it gives.
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>
#include <algorithm>

#include "runs/run_directory.h"
#include "studio/pages/composer_panel.h"
#include "studio/session/model_store.h"
#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/graph/graph_export.h"

namespace minarai::studio {

namespace {

constexpr std::size_t kMostRuns = 12;

bool isThere(const std::filesystem::path& path) {
    std::error_code ignored;
    return std::filesystem::exists(path, ignored);
}

/// The model of what is dragged: a .json file or a run's folder. Other folders are data.
QString modelOf(const QMimeData& mime) {
    for (const QUrl& url : mime.urls()) {
        const QString file = url.toLocalFile();
        const bool isFile = file.endsWith(QStringLiteral(".json"), Qt::CaseInsensitive);
        if (!file.isEmpty() && (isFile || !ComposerPanel::runOf(file).isEmpty())) {
            return file;
        }
    }
    return {};
}

}  // namespace

QString ComposerPanel::runOf(const QString& file) {
    const std::filesystem::path path = toPath(file);
    const bool isModel = path.filename() == "model.json";
    const std::filesystem::path folder = isModel ? path.parent_path() : path;
    return isThere(folder / "run.json") ? toQString(folder) : QString();
}

void ComposerPanel::openRun(const QString& folder) {
    if (runOf(folder).isEmpty()) {
        sayError(fail(ErrorCode::RunMissing, folder.toStdString()));
        return;
    }
    auto spec = runs::readRunModel(toPath(folder));
    if (!spec) {
        sayError(spec.error());
        return;
    }
    open(editedCopy(std::move(*spec)));
}

void ComposerPanel::fillRunMenu(QMenu* menu) {
    const auto fill = [this, menu] {
        menu->clear();
        const auto& known = m_workspace.runs().runs();
        for (std::size_t i = 0; i < std::min(known.size(), kMostRuns); ++i) {
            const RunSummary& run = known[i];
            QAction* action = menu->addAction(
                QStringLiteral("%1 · %2").arg(runTitle(run.folder, run.arch), runStateText(run)));
            connect(action, &QAction::triggered, this,
                    [this, folder = toQString(run.folder)] { openRun(folder); });
        }
        menu->addSeparator();
        connect(menu->addAction(tr("Choose a run's folder…")), &QAction::triggered, this,
                &ComposerPanel::askRun);
    };
    fill();
    connect(menu, &QMenu::aboutToShow, this, fill);
}

void ComposerPanel::askRun() {
    auto* dialog = new QFileDialog(this, tr("Open the network of a run"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    if (!m_workspace.runs().root().empty()) {
        dialog->setDirectory(toQString(m_workspace.runs().root()));
    }
    connect(dialog, &QFileDialog::fileSelected, this, &ComposerPanel::openRun);
    dialog->open();
}

void ComposerPanel::askExport() {
    auto* dialog = new QFileDialog(this, tr("Export as a picture"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters(
        {tr("PNG picture (*.png)"), tr("PDF (*.pdf)"), tr("SVG drawing (*.svg)")});
    dialog->setDefaultSuffix(QStringLiteral("png"));
    QString name = toQString(m_document.draft().name).replace(QLatin1Char('/'), QLatin1Char('_'));
    dialog->selectFile(name.isEmpty() ? QStringLiteral("model") : name);
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.section(QStringLiteral("*."), 1).chopped(1));
    });
    connect(dialog, &QFileDialog::fileSelected, this, &ComposerPanel::exportTo);
    dialog->open();
}

void ComposerPanel::exportTo(const QString& file) {
    const Status done =
        widgets::exportGraph(m_canvas->picture(), toQString(m_document.draft().name), file);
    if (!done) {
        sayError(done.error());
        return;
    }
    Q_EMIT said({widgets::MessageBar::Kind::Success,
                 tr("Saved as “%1”.").arg(QFileInfo(file).fileName()),
                 {},
                 {}});
}

void ComposerPanel::dragEnterEvent(QDragEnterEvent* event) {
    if (modelOf(*event->mimeData()).isEmpty()) {
        event->ignore();  // a folder of images is the window's
        return;
    }
    event->acceptProposedAction();
}

void ComposerPanel::dropEvent(QDropEvent* event) {
    const QString model = modelOf(*event->mimeData());
    if (model.isEmpty()) {
        event->ignore();
        return;
    }
    event->acceptProposedAction();
    openFile(model);
}

}  // namespace minarai::studio
