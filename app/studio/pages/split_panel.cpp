// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/split_panel.h"

#include <QAction>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QVBoxLayout>
#include <algorithm>

#include "base/files.h"
#include "dataset/split_file.h"
#include "studio/recipe.h"
#include "studio/session/group_preview.h"
#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

constexpr int kTypingPauseMs = 200;

}  // namespace

SplitPanel::SplitPanel(Workspace& workspace, QWidget* parent)
    : Card({}, parent),
      m_workspace(workspace),
      m_save(widgets::textButton(QString())),
      m_close(widgets::iconButton(QStringLiteral("cross"), {})),
      m_form(new widgets::ParamForm),
      m_patterns(new widgets::TextMenuButton),
      m_groups(new QLabel),
      m_bar(new widgets::PartsBar),
      m_result(new QLabel),
      m_leaks(new QLabel),
      m_group(new QPushButton),
      m_table(new widgets::DataTable) {
    m_save->setObjectName(QStringLiteral("saveSplit"));
    addHeaderWidget(m_save);
    addHeaderWidget(m_close);
    m_form->setSchema(splitSchema(), workspace.recipe());
    hideUnused();
    body()->addWidget(m_form);
    body()->addWidget(m_patterns, 0, Qt::AlignLeft);
    for (QLabel* label : {m_groups, m_result, m_leaks}) {
        label->setWordWrap(true);
        widgets::setRole(label, "secondary");
    }
    m_result->setObjectName(QStringLiteral("splitResult"));
    m_leaks->setObjectName(QStringLiteral("splitLeaks"));
    m_patterns->setObjectName(QStringLiteral("splitPatterns"));
    m_groups->setObjectName(QStringLiteral("splitGroups"));
    m_group->setObjectName(QStringLiteral("splitGroupLookAlikes"));
    body()->addWidget(m_groups);
    body()->addSpacing(6);
    body()->addWidget(m_bar);
    body()->addWidget(m_result);
    body()->addWidget(m_leaks);
    body()->addWidget(m_group);
    m_table->setModel(&m_model);
    body()->addWidget(m_table, 1);

    m_groupTimer.setSingleShot(true);
    m_groupTimer.setInterval(kTypingPauseMs);
    connect(&m_groupTimer, &QTimer::timeout, this, &SplitPanel::askGroups);
    connect(m_close, &QToolButton::clicked, this, &SplitPanel::closeWanted);
    connect(m_form, &widgets::ParamForm::valueChanged, this, &SplitPanel::take);
    connect(m_patterns, &widgets::TextMenuButton::chosen, this, [this](const QVariant& pattern) {
        if (m_form->setValue(QStringLiteral("group_pattern"),
                             ParamValue(pattern.toString().toStdString()))) {
            take();
        }
    });
    connect(m_group, &QPushButton::clicked, this, &SplitPanel::groupLookAlikes);
    connect(m_save, &QToolButton::clicked, this, &SplitPanel::askSave);
    connect(&workspace, &Workspace::recipeChanged, this, &SplitPanel::takeRecipe);
    connect(&workspace.project(), &ProjectSession::splitPreviewed, this, &SplitPanel::showSplit);
    connect(&workspace.project(), &ProjectSession::splitProgressed, this, &SplitPanel::showSplit);
    connect(&workspace.project(), &ProjectSession::problemsChanged, this, &SplitPanel::showSplit);
    retranslate();
}

void SplitPanel::groupLookAlikes() {
    (void)m_form->setValue(QStringLiteral("split"), ParamValue(std::string("grouped")));
    (void)m_form->setValue(QStringLiteral("group_pattern"),
                           ParamValue(std::string(dataset::kNearDuplicateGroups)));
    take();
}

void SplitPanel::askSave() {
    auto* dialog = new QFileDialog(window(), tr("Save the split"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->setNameFilters({tr("Splits (*.json)")});
    dialog->selectFile(QStringLiteral("split.json"));
    connect(dialog, &QFileDialog::fileSelected, this, &SplitPanel::saveTo);
    dialog->open();
}

void SplitPanel::saveTo(const QString& file) {
    const auto& shown = m_workspace.project().split();
    if (!shown || !*shown) {
        return;
    }
    // What a person asked to be written is written, also when the window closes at once.
    m_saver.keep([this, file, split = (*shown)->split,
                  project = m_workspace.project().project()](const std::stop_token&) {
        const Status saved =
            dataset::writeSplitFile(toPath(file), *split, project->catalog->classes);
        QMetaObject::invokeMethod(
            this,
            [this, file, saved] {
                Q_EMIT said(
                    {saved ? widgets::MessageBar::Kind::Success : widgets::MessageBar::Kind::Error,
                     saved ? tr("Saved as “%1”.").arg(QFileInfo(file).fileName())
                           : errorText(saved.error()),
                     {},
                     {}});
            },
            Qt::QueuedConnection);
    });
}

void SplitPanel::take() {
    m_workspace.setRecipe(withSplitOf(m_workspace.recipe(), m_form->values()));
    hideUnused();
    m_groupTimer.start();
    showSplit();
}

void SplitPanel::hideUnused() {
    // A saved split says by itself which image is where.
    const QString split = QString::fromStdString(m_form->values().text("split"));
    const auto& drawn = splitSchema().find("split")->choices;
    const bool isSaved = std::none_of(drawn.begin(), drawn.end(), [&](const ParamChoice& choice) {
        return split == QLatin1String(choice.value.c_str());
    });
    QSet<QString> unused;
    if (isSaved) {
        unused = {QStringLiteral("validation_fraction"), QStringLiteral("test_fraction"),
                  QStringLiteral("seed")};
    }
    m_form->setHiddenNames(unused);
}

void SplitPanel::takeRecipe() {
    const Params values = withSplitOf({}, m_workspace.recipe());
    if (!(withSplitOf({}, m_form->values()) == values)) {
        m_form->setValues(values);
    }
    hideUnused();
    m_groupTimer.start();
}

bool SplitPanel::usesGroups() const {
    const std::string kind = m_form->values().text("split");
    return kind == "grouped" || kind == "kfold";
}

bool SplitPanel::listsGroups() const {
    const std::string pattern = m_form->values().text("group_pattern");
    return usesGroups() && !pattern.empty() && pattern != dataset::kNearDuplicateGroups;
}

void SplitPanel::askGroups() {
    const std::string pattern = m_form->values().text("group_pattern");
    const auto project = m_workspace.project().project();
    const quint64 serial = ++m_groupSerial;
    m_patterns->setVisible(usesGroups());
    fillPatterns();
    m_groups->setVisible(usesGroups());
    if (!project || !usesGroups()) {
        return;
    }
    if (!listsGroups()) {
        const bool none = pattern.empty() && m_form->values().text("split") == "kfold";
        m_groups->setText(
            widgets::phrased(none ? tr("Every image by itself.")
                                  : tr("Images that look nearly the same stay in one part.")));
        return;
    }
    m_grouper.replace([this, serial, project, pattern](const std::stop_token& stop) {
        auto preview = previewGroups(*project->catalog, pattern, stop);
        QMetaObject::invokeMethod(
            this,
            [this, serial, preview = std::move(preview)] {
                if (serial != m_groupSerial) {
                    return;
                }
                widgets::setRole(m_groups, preview ? "secondary" : "error");
                if (!preview) {
                    m_groups->setText(widgets::phrased(errorText(preview.error())));
                    return;
                }
                const QString groups = widgets::countText(preview->groups);
                QString text =
                    preview->unmatched == 0
                        ? tr("%1 groups of several images stay together").arg(groups)
                        : tr("%1 groups of several images stay together · %2 names do not fit")
                              .arg(groups, widgets::countText(preview->unmatched));
                for (const auto& [path, count] : preview->largest) {
                    text += QLatin1Char('\n') +
                            tr("%1 together with %n others", nullptr, static_cast<int>(count) - 1)
                                .arg(toQString(fromUtf8(path).filename()));
                }
                m_groups->setText(text);
            },
            Qt::QueuedConnection);
    });
}

void SplitPanel::showSplit() {
    const ProjectSession& project = m_workspace.project();
    const auto& split = project.split();
    if (!split || !project.project()) {
        return;
    }
    const bool known = split->has_value();
    m_bar->setVisible(known);
    m_table->setVisible(known);
    m_leaks->setVisible(known);
    m_save->setEnabled(known && !project.isSplitting());
    m_group->hide();
    m_result->show();
    widgets::setRole(m_result, known || project.isSplitting() ? "secondary" : "error");
    if (project.isSplitting() && project.splitProgress().total > 0) {
        const Progress progress = project.splitProgress();
        m_result->setText(
            tr("comparing images: %1 of %2")
                .arg(widgets::countText(progress.done), widgets::countText(progress.total)));
        return;
    }
    if (!known) {
        m_result->setText(widgets::phrased(errorText(split->error())));
        return;
    }
    const SplitPreview& preview = **split;
    QVector<widgets::PartsBar::Part> parts{
        {tr("training"), preview.train, widgets::Token::Training},
        {tr("validation"), preview.val, widgets::Token::Validation}};
    if (preview.test > 0) {
        parts.push_back({tr("test"), preview.test, widgets::Token::OtherRun});
    }
    m_bar->setParts(parts);
    QString text = preview.fromFolders ? tr("as the folders say") : QString();
    if (preview.key.kind == dataset::SplitKind::File) {
        text = tr("as saved in “%1”").arg(toQString(fromUtf8(preview.key.file).filename()));
    }
    if (preview.groups > 0 && !listsGroups()) {
        text = tr("%n groups stay together", nullptr, static_cast<int>(preview.groups));
    }
    m_result->setText(text);
    m_result->setVisible(!text.isEmpty());
    const bool checked = project.isAudited();
    const bool leaks = preview.leaks > 0;
    widgets::setRole(m_leaks, leaks ? "error" : "secondary");
    m_leaks->setText(widgets::phrased(
        leaks     ? tr("%n pairs of look-alikes lie in different parts: the result would look too "
                           "good.",
                       nullptr, static_cast<int>(preview.leaks))
        : checked ? tr("✓ No look-alikes in different parts.")
                  : tr("Look-alikes are counted when the check of the images is done.")));
    m_group->setVisible(leaks);
    QVector<PartsRow> rows;
    const auto& classes = project.project()->catalog->classes;
    for (std::size_t i = 0; i < preview.classParts.size(); ++i) {
        PartsRow row{toQString(classes[i]), {}};
        std::copy(preview.classParts[i].begin(), preview.classParts[i].end(), row.counts.begin());
        rows.push_back(row);
    }
    m_model.setRows(rows);
    m_table->setColumnEmpty(PartsModel::Test, !m_model.hasTest());
}

void SplitPanel::fillPatterns() {
    const QString lookAlikes =
        QLatin1String(dataset::kNearDuplicateGroups.data(),
                      static_cast<qsizetype>(dataset::kNearDuplicateGroups.size()));
    QVector<QPair<QString, QString>> choices{
        {tr("look-alikes"), lookAlikes},
        {tr("name before the first _"), QStringLiteral("^([^_]+)_")},
        {tr("name before the first -"), QStringLiteral("^([^-]+)-")},
        {tr("first number in the name"), QStringLiteral("(\\d+)")},
        {tr("folder below the class"), QStringLiteral("^(.+)/")}};
    const bool isFolds = m_form->values().text("split") == "kfold";
    if (isFolds) {
        choices.push_front({tr("none"), QString()});
    }
    QString pattern = QString::fromStdString(m_form->values().text("group_pattern"));
    if (pattern.isEmpty() && !isFolds) {
        pattern = lookAlikes;
    }
    const bool isUsual = std::any_of(choices.begin(), choices.end(),
                                     [&](const auto& choice) { return choice.second == pattern; });
    if (!isUsual) {
        choices.push_back({tr("own pattern"), pattern});
    }
    m_patterns->setPrefix(tr("Groups: "));
    const auto shown = m_patterns->menu()->actions();
    const bool isSame =
        std::equal(shown.begin(), shown.end(), choices.begin(), choices.end(),
                   [](const QAction* action, const auto& choice) {
                       return action->text() == choice.first && action->data() == choice.second;
                   });
    if (!isSame) {
        // Only then: the menu may be open.
        m_patterns->clearChoices();
        for (const auto& [text, value] : choices) {
            m_patterns->addChoice(text, value);
        }
    }
    m_patterns->setCurrentData(pattern);
    m_patterns->setToolTip(tr("Usual ways to tell which images belong together"));
}

void SplitPanel::retranslate() {
    setTitle(tr("Split"));
    m_close->setToolTip(withShortcut(tr("Close"), QStringLiteral("Esc")));
    m_close->setAccessibleName(tr("Close"));
    m_group->setText(tr("Keep look-alikes together"));
    m_save->setText(tr("save…"));
    m_save->setAccessibleName(tr("Save the split"));
    m_save->setToolTip(
        tr("Write which image is in which part to a file, for other runs and for the command line; "
           "“Split” takes it back"));
    m_table->setAccessibleName(tr("Images of each class and part"));
    m_model.retranslate();
    m_table->fitColumns();
    askGroups();
    showSplit();
}

void SplitPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        m_form->setSchema(splitSchema(), m_workspace.recipe());
        retranslate();
    }
    Card::changeEvent(event);
}

}  // namespace minarai::studio
