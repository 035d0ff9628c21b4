// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The composer's models: where they come from, where they go, and the words of its bar.
#include <QFileDialog>
#include <QFileInfo>
#include <algorithm>

#include "base/files.h"
#include "spec/draft_file.h"
#include "spec/templates.h"
#include "studio/pages/composer_panel.h"
#include "studio/recipe.h"
#include "studio/session/model_store.h"
#include "studio/session/paths.h"
#include "studio/texts.h"
#include "zoo/zoo.h"

namespace minarai::studio {

namespace {

constexpr std::int64_t kTemplateSize = 64;
constexpr std::int64_t kLeastTemplateSize = 32;
constexpr std::int64_t kTemplateClasses = 10;

std::filesystem::path rememberedFile() {
    return dataHome() / "composer.json";
}

}  // namespace

std::int64_t ComposerPanel::classes() const {
    const auto project = m_workspace.project().project();
    return project ? static_cast<std::int64_t>(project->catalog->classes.size()) : 0;
}

std::int64_t ComposerPanel::wantedSize(std::int64_t usual) const {
    const std::int64_t size = settingsOf(m_workspace.recipe()).integer("size");
    return size > 0 ? size : usual;
}

void ComposerPanel::takeSize() {
    // Until something is done here, what is begun is begun for the recipe's pictures.
    if (m_document.undoStack()->count() > 0 || !m_document.draft().nodes.empty()) {
        return;
    }
    spec::ModelSpec beginning = m_document.draft();
    const std::int64_t size = wantedSize(spec::ModelSpec().input[1]);
    beginning.input = {beginning.input[0], size, size};
    if (beginning.input != m_document.draft().input) {
        m_document.open(std::move(beginning));
        m_remember.stop();  // nobody composed that
    }
}

void ComposerPanel::open(spec::ModelSpec spec, const std::filesystem::path& file) {
    Q_EMIT unsaid();
    const bool isUnsaved = m_document.isModified() && !m_document.draft().nodes.empty();
    const QString earlier = toQString(m_document.draft().name);
    m_document.open(std::move(spec), file);
    m_canvas->setFocus();
    if (isUnsaved) {
        const QUndoStack& undo = *m_document.undoStack();
        Q_EMIT said({widgets::MessageBar::Kind::Info,
                     tr("“%1” was replaced before it was saved.").arg(earlier), tr("Bring it back"),
                     [this, step = undo.command(undo.index() - 1)] { bringBack(step); }});
    }
}

void ComposerPanel::bringBack(const QUndoCommand* opening) {
    QUndoStack* undo = m_document.undoStack();
    for (int i = 0; i < undo->index(); ++i) {
        if (undo->command(i) == opening) {
            undo->setIndex(i);
        }
    }
    m_canvas->setFocus();
}

void ComposerPanel::openArchitecture(const std::string& name) {
    const zoo::Architecture* about = zoo::find(name);
    if (about == nullptr) {
        sayError(fail(ErrorCode::UnknownArchitecture, name, ""));
        return;
    }
    const std::int64_t wanted = classes() > 1 ? classes() : about->classes;
    const std::int64_t size = wantedSize(about->size);
    auto spec = zoo::build(name, wanted, about->channels, size, size);
    if (!spec && size < about->size) {
        // The recipe's pictures are too small for it.
        spec = zoo::build(name, wanted, about->channels, about->size, about->size);
    }
    if (!spec) {
        sayError(spec.error());
        return;
    }
    open(editedCopy(std::move(*spec)));
}

void ComposerPanel::openTemplate(const std::string& name) {
    const std::int64_t size = std::max(wantedSize(kTemplateSize), kLeastTemplateSize);
    open(spec::templateSpec(name, 3, size, classes() > 1 ? classes() : kTemplateClasses));
}

void ComposerPanel::openFile(const QString& file) {
    if (const QString run = runOf(file); !run.isEmpty()) {
        openRun(run);
        return;
    }
    auto spec = spec::readDraft(toPath(file));
    if (!spec) {
        sayError(spec.error());
        return;
    }
    noteOrigin(*spec);
    open(std::move(*spec), toPath(file));
}

void ComposerPanel::saveTo(const QString& file) {
    if (const Status status = m_document.save(toPath(file)); !status) {
        sayError(status.error());
        return;
    }
    const QString name = QFileInfo(file).fileName();
    if (m_document.model()) {
        Q_EMIT said({widgets::MessageBar::Kind::Success, tr("Saved as “%1”.").arg(name), {}, {}});
        return;
    }
    Q_EMIT said({widgets::MessageBar::Kind::Info,
                 tr("Saved as “%1”, a draft. It can be trained when its problems are solved and "
                    "it is saved again.")
                     .arg(name),
                 {},
                 {}});
}

void ComposerPanel::askOpen() {
    auto* dialog = new QFileDialog(this, tr("Open a model"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Models (*.json)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &ComposerPanel::openFile);
    dialog->open();
}

void ComposerPanel::askSave(bool elsewhere) {
    if (!m_save->isEnabled()) {
        return;
    }
    if (!elsewhere && !m_document.file().empty()) {
        saveTo(toQString(m_document.file()));
        return;
    }
    auto* dialog = new QFileDialog(this, tr("Save the model"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->setNameFilters({tr("Models (*.json)")});
    dialog->selectFile(toQString(modelFileName(m_document.draft().name)) + QStringLiteral(".json"));
    connect(dialog, &QFileDialog::fileSelected, this, &ComposerPanel::saveTo);
    dialog->open();
}

void ComposerPanel::train() {
    if (!m_train->isEnabled()) {
        return;
    }
    const auto model = m_document.model();
    if (!model) {
        sayError(model.error());
        return;
    }
    // The recipe names a file, which must stay this model whatever is composed later.
    const auto file = keepModel(*model);
    if (!file) {
        sayError(file.error());
        return;
    }
    m_ownNetwork = toUtf8(*file);
    Q_EMIT trainWanted(toQString(*file), model->input[1] == model->input[2] ? model->input[1] : 0);
}

void ComposerPanel::sayError(const Error& error) {
    Q_EMIT said({widgets::MessageBar::Kind::Error, errorText(error), {}, {}});
}

void ComposerPanel::remember() {
    if (makeFolder(dataHome())) {
        static_cast<void>(m_document.write(rememberedFile()));
    }
}

void ComposerPanel::restore() {
    std::error_code ignored;
    if (!std::filesystem::exists(rememberedFile(), ignored)) {
        return;
    }
    if (auto draft = spec::readDraft(rememberedFile())) {
        m_document.restore(std::move(*draft));
    }
}

void ComposerPanel::fillNewMenu() {
    QMenu* menu = m_new->menu();
    menu->clear();
    menu->setToolTipsVisible(true);
    for (const spec::Template& one : spec::templates()) {
        QAction* action = menu->addAction(coreText("Template", std::string(one.label)));
        action->setToolTip(coreText("Template", std::string(one.about)));
        connect(action, &QAction::triggered, this,
                [this, name = std::string(one.name)] { openTemplate(name); });
    }
    menu->addSeparator();
    QMenu* zoo = menu->addMenu(tr("Known architecture"));
    QMenu* family = nullptr;
    for (const zoo::Architecture& one : zoo::architectures()) {
        if (family == nullptr || family->title() != toQString(one.family)) {
            family = zoo->addMenu(toQString(one.family));
        }
        connect(family->addAction(toQString(one.name)), &QAction::triggered, this,
                [this, name = one.name] { openArchitecture(name); });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Open a file…")), &QAction::triggered, this,
            &ComposerPanel::askOpen);
    fillRunMenu(menu->addMenu(tr("From a run")));
    menu->addSeparator();
    connect(menu->addAction(tr("Save as…")), &QAction::triggered, this, [this] { askSave(true); });
    connect(menu->addAction(tr("Export as a picture…")), &QAction::triggered, this,
            &ComposerPanel::askExport);
}

void ComposerPanel::showMenu(const QPoint& place) {
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("composerMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString& text, const char* keys, auto act) {
        QAction* action = menu->addAction(QStringLiteral("%1\t%2").arg(text, QLatin1String(keys)));
        connect(action, &QAction::triggered, this, act);
        return action;
    };
    const auto keys = selection();
    if (const auto wire = m_canvas->selectedWire()) {
        add(tr("Insert a layer…"), "/", [this] { m_palette->focusSearch(); });
        add(tr("Disconnect"), "Del", [this, end = wire->end] { m_document.cut(wireEnd(end)); });
        menu->popup(place);
        return;
    }
    if (keys.size() == 1) {
        const QString key = toQString(keys.front());
        add(tr("Edit"), "Enter", [this] { m_inspector->focusForm(); });
        add(tr("Rename"), "F2", [this] { m_inspector->focusName(); });
        if (!spec::groupName(keys.front()).empty()) {
            const bool isCollapsed = m_document.collapsed().contains(spec::groupName(keys.front()));
            add(isCollapsed ? tr("Open the block") : tr("Collapse the block"), "Space",
                [this, key] { m_document.toggle(key.toStdString()); });
        }
    }
    add(tr("Insert a layer behind it…"), "/", [this] { m_palette->focusSearch(); });
    menu->addSeparator();
    if (keys.size() == 1) {
        addLearning(menu, keys.front());
        menu->addSeparator();
    }
    for (QAction* action :
         {add(tr("Copy"), "Ctrl+C", [this] { copySelection(); }),
          add(tr("Duplicate"), "Ctrl+D", [this] { Q_EMIT m_canvas->duplicateWanted(); }),
          add(tr("Delete"), "Del", [this] { removeSelection(); })}) {
        action->setEnabled(!keys.empty());
    }
    add(tr("Paste"), "Ctrl+V", [this] { paste(); });
    menu->addSeparator();
    add(tr("Fit into view"), "0", [this] { m_canvas->zoomToFit(); });
    menu->popup(place);
}

void ComposerPanel::sayConnecting(const QString& from) {
    const widgets::GraphNode* source = m_canvas->node(from);
    if (source == nullptr) {
        m_canvasCard->setNote({});
        return;
    }
    const int inputs = m_canvas->connectingSlots();
    const int slot = m_canvas->connectingSlot();
    m_canvasCard->setNote(
        inputs == 0 ? tr("From %1: go to a layer with the arrow keys, Enter connects, "
                         "Esc leaves it")
                          .arg(source->title)
        : slot < 0 ? tr("From %1: W or a digit takes one of %2 inputs, Enter connects, Esc "
                        "leaves it")
                         .arg(source->title)
                         .arg(inputs)
                   : tr("From %1 into input %2 of %3: Enter connects, Esc leaves it")
                         .arg(source->title)
                         .arg(slot + 1)
                         .arg(inputs));
}

void ComposerPanel::retranslate() {
    setAccessibleName(tr("Compose"));
    m_undo->setAccessibleName(tr("Undo"));
    m_redo->setAccessibleName(tr("Redo"));
    m_new->setText(tr("New or open"));
    m_new->setToolTip(tr("A template, a known architecture, a file or a run"));
    m_save->setText(tr("Save"));
    m_save->setToolTip(withShortcut(tr("Save the model as a file"), QStringLiteral("Ctrl+S")));
    m_train->setText(tr("Train this model"));
    m_summary->setText(tr("summary"));
    m_summary->setToolTip(tr("All layers with shapes and counts as a table"));
    m_fit->setText(tr("fit"));
    m_fit->setToolTip(withShortcut(tr("Fit into view"), QStringLiteral("0")));
    m_tidy->setText(tr("tidy up"));
    m_tidy->setToolTip(tr("Lay everything out again; undo brings places back"));
    m_collapse->setToolTip(tr("Blocks open and close one by one with a double click or Space"));
    m_empty->setTexts(tr("Build a network"),
                      tr("Drag layers from the left onto the canvas, or begin with a small "
                         "network or a known architecture."));
    m_emptyTemplate->setText(tr("Small CNN"));
    m_emptyOpen->setText(tr("Choose…"));
    m_canvas->setAccessibleName(tr("Canvas"));
    m_problemList->setAccessibleName(tr("Problems"));
    fillNewMenu();
    refreshState();
}

void ComposerPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        refreshPicture();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
