// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/shell/actions.h"

#include <QWidget>

#include "studio/texts.h"
#include "widgets/theme/theme.h"

namespace minarai::studio {

Actions::Actions(QWidget* window) : QObject(window) {
    const auto keys = [](const char* text) {
        return QList<QKeySequence>{QKeySequence(QLatin1String(text))};
    };
    add(window, ActionId::Open, "folder-open", keys("Ctrl+O"));
    add(window, ActionId::OpenRun, "runs", keys("Ctrl+Shift+R"));
    add(window, ActionId::Sample, "image", {});
    add(window, ActionId::Import, "import", keys("Ctrl+I"));
    add(window, ActionId::Rescan, "reset", keys("F5"));
    add(window, ActionId::SaveCopy, "export", {});
    add(window, ActionId::PageData, "data", keys("Ctrl+1"));
    add(window, ActionId::PageAugment, "augment", keys("Ctrl+2"));
    add(window, ActionId::PageModel, "model", keys("Ctrl+3"));
    add(window, ActionId::PageTrain, "train", keys("Ctrl+4"));
    add(window, ActionId::PagePredict, "predict", keys("Ctrl+5"));
    add(window, ActionId::Sidebar, "sidebar", keys("Ctrl+B"));
    add(window, ActionId::Search, "search", keys("Ctrl+F"));
    // The first one is shown: one word for the key, which the sheet says of single keys, too.
    add(window, ActionId::Start, "play", keys("Ctrl+Enter") + keys("Ctrl+Return"));
    add(window, ActionId::Enqueue, "plus", keys("Ctrl+Shift+Enter") + keys("Ctrl+Shift+Return"));
    add(window, ActionId::Pause, "pause", keys("Ctrl+P"));
    add(window, ActionId::StopAfterEpoch, "stop", keys("Ctrl+Shift+."));
    add(window, ActionId::StopNow, "stop", keys("Ctrl+."));
    add(window, ActionId::Browse, "image", keys("Ctrl+Shift+O"));
    add(window, ActionId::Paste, "copy", keys("Ctrl+V"));
    add(window, ActionId::SaveCsv, "export", keys("Ctrl+S"));
    add(window, ActionId::ClearImages, "trash", keys("Ctrl+Backspace"));
    add(window, ActionId::Keyboard, "keyboard", keys("?") + keys("F1"));
    add(window, ActionId::FullScreen, "zoom-fit", keys("F11"));
    add(window, ActionId::About, "info", {});
    add(window, ActionId::Quit, "cross", keys("Ctrl+Q"));
    retranslate();
}

void Actions::add(QWidget* window, ActionId id, const char* icon, const QList<QKeySequence>& keys) {
    auto* action = new QAction(this);
    action->setIcon(widgets::Theme::of(window).icon(QLatin1String(icon), widgets::Token::Text));
    action->setShortcuts(keys);
    window->addAction(action);
    m_actions[static_cast<std::size_t>(id)] = action;
}

// Portable texts of shortcuts: Qt's Japanese ones have a misspelt “Backspace”, and the keys carry
// the same Latin words there.
void Actions::setText(ActionId id, const QString& text) {
    QAction* action = get(id);
    action->setText(text);
    QString plain = text;
    plain.remove(QStringLiteral("…"));
    action->setToolTip(
        withShortcut(plain, action->shortcut().toString(QKeySequence::PortableText)));
}

void Actions::retranslate() {
    setText(ActionId::Open, tr("Open folder…"));
    setText(ActionId::OpenRun, tr("Open run…"));
    setText(ActionId::Sample, tr("Try the sample"));
    setText(ActionId::Import, tr("Import a data set…"));
    setText(ActionId::Rescan, tr("Read the folder again"));
    setText(ActionId::SaveCopy, tr("Export cleaned copy…"));
    setText(ActionId::PageData, tr("Data"));
    setText(ActionId::PageAugment, tr("Augment"));
    setText(ActionId::PageModel, tr("Model"));
    setText(ActionId::PageTrain, tr("Train"));
    setText(ActionId::PagePredict, tr("Predict"));
    setText(ActionId::Sidebar, tr("Narrow sidebar"));
    setText(ActionId::Search, tr("Search"));
    setText(ActionId::Start, tr("Start training"));
    setText(ActionId::Enqueue, tr("Add to queue"));
    setText(ActionId::Pause, tr("Pause"));
    setText(ActionId::StopAfterEpoch, tr("Stop after this epoch"));
    setText(ActionId::StopNow, tr("Stop now"));
    setText(ActionId::Browse, tr("Choose images…"));
    setText(ActionId::Paste, tr("Paste"));
    setText(ActionId::SaveCsv, tr("Save as CSV…"));
    setText(ActionId::ClearImages, tr("Clear the list"));
    setText(ActionId::Keyboard, tr("Keyboard"));
    setText(ActionId::FullScreen, tr("Full screen"));
    setText(ActionId::About, tr("About Minarai"));
    setText(ActionId::Quit, tr("Quit"));
}

ShortcutLine Actions::line(ActionId id) const {
    QString text = get(id)->text();
    text.remove(QStringLiteral("…"));
    return {get(id)->shortcut().toString(QKeySequence::PortableText), text};
}

std::vector<ShortcutGroup> Actions::shortcuts() const {
    return {
        {tr("Everywhere"),
         {line(ActionId::Open), line(ActionId::Rescan), line(ActionId::Import),
          line(ActionId::OpenRun), line(ActionId::PageData), line(ActionId::PageAugment),
          line(ActionId::PageModel), line(ActionId::PageTrain), line(ActionId::PagePredict),
          line(ActionId::Sidebar), line(ActionId::FullScreen), line(ActionId::Keyboard),
          line(ActionId::Quit)}},
        {tr("Images"),
         {line(ActionId::Search),
          {tr("Arrow keys"), tr("Next and previous image")},
          {tr("1 to 9, 0"), tr("Give the selected images this class")},
          {QStringLiteral("C"), tr("Choose the class from the list")},
          {QStringLiteral("X"), tr("Exclude or include")},
          {tr("N and P"), tr("Next and previous problem")},
          {QStringLiteral("K"), tr("Keep this one of look-alikes")},
          {tr("Ctrl+Z and Ctrl+Shift+Z"), tr("Undo and redo")},
          {tr("Enter"), tr("Look at it large")},
          {tr("Esc"), tr("Back")},
          {tr("Ctrl++ and Ctrl+-"), tr("Larger and smaller thumbnails")},
          {QStringLiteral("+, -, F, Z"), tr("Zoom in, out, fit, actual size")}}},
        {tr("Augment"),
         {{QStringLiteral("/"), tr("Add a step")},
          {tr("Up and Down"), tr("Next and previous step")},
          {QStringLiteral("Alt+") + tr("Up and Down"), tr("Move the step")},
          {tr("Space"), tr("Switch the step on or off")},
          {tr("Enter"), tr("Edit the step; Esc goes back to it")},
          {QStringLiteral("Ctrl+D, Del"), tr("Duplicate or remove the step")},
          {QStringLiteral("Ctrl+Z, Ctrl+Shift+Z"), tr("Undo, redo")},
          {QStringLiteral("R, N, S"), tr("Random image, next image, new seed")},
          {QStringLiteral("Ctrl+S"), tr("Save the pipeline")},
          {QStringLiteral("Ctrl+Shift+C"), tr("Copy torchvision code")}}},
        {tr("Compose"),
         {{tr("Arrow keys"), tr("Along the wires; Tab goes through all layers")},
          {QStringLiteral("Shift+") + tr("Arrow keys"), tr("Choose several layers")},
          {QStringLiteral("W"), tr("Choose a wire to cut (Del) or fill (/)")},
          {QStringLiteral("/"), tr("Find a layer and put it after the selected one")},
          {tr("Enter"), tr("Edit the chosen layer")},
          {QStringLiteral("C"), tr("Connect: go to the target, then Enter")},
          {tr("W or 1 to 9"), tr("While connecting: an input of the target")},
          {tr("Space"), tr("Open or collapse a block")},
          {QStringLiteral("L, F"), tr("How the layer learns; freeze up to it")},
          {QStringLiteral("Ctrl+D"), tr("Duplicate")},
          {QStringLiteral("Alt+") + tr("Arrow keys"), tr("Move")},
          {tr("+, - and 0"), tr("Zoom in, out, fit")}}},
        {tr("Model"),
         {{tr("Arrow keys"), tr("Next and previous architecture")},
          {tr("Enter"), tr("Use this model")},
          {QStringLiteral("Shift+F10"), tr("Freeze a layer or set its learning rate")}}},
        {tr("Train"),
         {line(ActionId::Start),
          line(ActionId::Enqueue),
          {get(ActionId::Pause)->shortcut().toString(QKeySequence::PortableText),
           tr("Pause or resume")},
          line(ActionId::StopAfterEpoch),
          line(ActionId::StopNow),
          {tr("Arrow keys, Home, End"), tr("Time machine: earlier and later epochs")},
          {tr("Alt+Up, Alt+Down, Del"), tr("Move or remove a run of the queue")}}},
        {tr("Charts"),
         {{tr("Arrow keys"), tr("Read the curve, move in the matrix")},
          {tr("+ and -"), tr("Zoom")},
          {tr("Home"), tr("Show everything")},
          {tr("Enter"), tr("Show the images of a matrix cell")}}},
        {tr("Predict"),
         {line(ActionId::Browse), line(ActionId::Paste), line(ActionId::SaveCsv),
          line(ActionId::ClearImages)}},
    };
}

}  // namespace minarai::studio
