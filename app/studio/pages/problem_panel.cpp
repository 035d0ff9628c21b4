// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/problem_panel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <algorithm>

#include "base/files.h"
#include "studio/session/paths.h"
#include "studio/session/problem_fixes.h"
#include "studio/texts.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

using dataset::ProblemKind;

namespace {

void clearLayout(QVBoxLayout* layout) {
    while (QLayoutItem* item = layout->takeAt(0)) {
        // A button may be pressed while its own click rebuilds the list.
        QWidget* widget = item->widget();
        widget->hide();
        widget->setParent(nullptr);
        widget->deleteLater();
        delete item;
    }
}

/// The problem with the image in force in place of one that was dealt with.
dataset::Problem shownProblem(const CatalogView& view, std::size_t index) {
    dataset::Problem problem = view.problems->problems[index];
    const ProblemSamples about =
        samplesInForce(*view.problems, index, *view.project->catalog, *view.review);
    if (about.other >= 0 && problem.error.args.size() > 1) {
        problem.error.args[1] =
            view.project->catalog->samples[static_cast<std::size_t>(about.other)].path;
    }
    return problem;
}

}  // namespace

ProblemPanel::ProblemPanel(Workspace& workspace, QWidget* parent)
    : Card({}, parent),
      m_workspace(workspace),
      m_previous(widgets::textButton(QStringLiteral("←"))),
      m_next(widgets::textButton(QStringLiteral("→"))),
      m_close(widgets::iconButton(QStringLiteral("cross"), {})),
      m_position(new QLabel),
      m_sentence(new QLabel),
      m_state(new QLabel),
      m_actions(new QVBoxLayout),
      m_allTitle(new QLabel),
      m_allActions(new QVBoxLayout) {
    addHeaderWidget(m_previous);
    addHeaderWidget(m_next);
    addHeaderWidget(m_close);
    m_previous->setObjectName(QStringLiteral("problemPrevious"));
    m_next->setObjectName(QStringLiteral("problemNext"));
    widgets::setRole(m_position, "secondary");
    body()->addWidget(m_position);
    auto* pictures = new QHBoxLayout;
    pictures->setSpacing(8);
    for (std::size_t i = 0; i < m_panes.size(); ++i) {
        makePane(i);
        pictures->addWidget(m_panes[i].box, 1);
    }
    body()->addLayout(pictures, 1);
    for (QLabel* label : {m_sentence, m_state}) {
        label->setWordWrap(true);
    }
    widgets::setRole(m_state, "secondary");
    widgets::setRole(m_allTitle, "label");
    m_actions->setSpacing(6);
    m_allActions->setSpacing(6);
    body()->addWidget(m_sentence);
    body()->addWidget(m_state);
    body()->addSpacing(4);
    body()->addLayout(m_actions);
    body()->addSpacing(8);
    body()->addWidget(m_allTitle);
    body()->addLayout(m_allActions);
    connect(m_previous, &QToolButton::clicked, this, [this] { step(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { step(1); });
    connect(m_close, &QToolButton::clicked, this, &ProblemPanel::closeWanted);
    connect(&workspace.project(), &ProjectSession::problemsChanged, this,
            &ProblemPanel::takeProblems);
    connect(&workspace.review(), &ReviewSession::changed, this, &ProblemPanel::fill);
    connect(&workspace.project(), &ProjectSession::splitPreviewed, this, [this] {
        if (m_row >= 0) {
            std::for_each(m_panes.begin(), m_panes.end(),
                          [this](const Pane& pane) { showFacts(pane); });
        }
    });
    retranslate();
}

void ProblemPanel::makePane(std::size_t index) {
    Pane& pane = m_panes[index];
    pane.box = new QWidget;
    pane.view = new widgets::ImageView;
    pane.label = new QLabel;
    pane.file = new widgets::ElidedLabel;
    pane.facts = new QLabel;
    pane.facts->setObjectName(QStringLiteral("problemFacts%1").arg(index));
    auto* layout = new QVBoxLayout(pane.box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    pane.view->setMinimumHeight(110);
    pane.view->setInfoShown(false);
    layout->addWidget(pane.view, 1);
    layout->addSpacing(2);
    widgets::setRole(pane.label, "heading");
    widgets::setRole(pane.file, "secondary");
    widgets::setRole(pane.facts, "secondary");
    pane.file->setElideMode(Qt::ElideMiddle);
    for (QWidget* line : {static_cast<QWidget*>(pane.label), static_cast<QWidget*>(pane.file),
                          static_cast<QWidget*>(pane.facts)}) {
        line->setMinimumWidth(40);
        layout->addWidget(line);
    }
    ImageLoader& loader = m_loaders[index];
    connect(&loader, &ImageLoader::loaded, this, [&pane](const QImage& image, QSize whole) {
        pane.loading = false;
        pane.view->setImage(image, whole);
    });
    connect(&loader, &ImageLoader::failed, this, [this, &pane] {
        pane.loading = false;
        pane.view->setImage({});
        pane.view->setEmptyText(tr("This image cannot be read"));
    });
}

bool ProblemPanel::isLoading() const {
    return std::any_of(m_panes.begin(), m_panes.end(),
                       [](const Pane& pane) { return pane.loading; });
}

ProblemSamples ProblemPanel::about() const {
    const CatalogView view = m_workspace.view();
    return samplesInForce(*view.problems, m_rows[static_cast<std::size_t>(m_row)],
                          *view.project->catalog, *view.review);
}

void ProblemPanel::showKind(std::optional<ProblemKind> kind) {
    m_kind = kind;
    m_row = -1;
    setTitle(kind ? problemKindText(*kind) : QString());
    takeProblems();
    if (m_row >= 0 && about().first >= 0) {
        m_selected = static_cast<quint32>(about().first);
        fillButtons();
        Q_EMIT sampleShown(static_cast<quint32>(about().first));
    }
}

void ProblemPanel::takeProblems() {
    m_rows.clear();
    const CatalogView view = m_workspace.view();
    if (!m_kind || !view.problems) {
        m_row = -1;
        return;
    }
    m_rows = problemsToDecide(*view.problems, *view.project->catalog, *m_kind);
    if (m_row < 0) {
        const auto open = std::find_if(m_rows.begin(), m_rows.end(), [&](std::size_t problem) {
            return !isSettled(*view.problems, problem, *view.project->catalog, *view.review);
        });
        m_row = open == m_rows.end() ? 0 : static_cast<int>(open - m_rows.begin());
    }
    m_row = std::min(m_row, count() - 1);
    fill();
}

void ProblemPanel::step(int by) {
    const int row = std::clamp(m_row + by, 0, std::max(0, count() - 1));
    if (row != m_row && count() > 0) {
        showRow(row);
    }
}

void ProblemPanel::showRow(int row) {
    m_row = row;
    if (about().first >= 0) {
        m_selected = static_cast<quint32>(about().first);
    }
    fill();
    if (about().first >= 0) {
        Q_EMIT sampleShown(static_cast<quint32>(about().first));
    }
}

void ProblemPanel::showSample(quint32 sample) {
    const auto isAbout = [sample](const ProblemSamples& samples) {
        return samples.first == static_cast<std::int32_t>(sample) ||
               samples.other == static_cast<std::int32_t>(sample);
    };
    const bool isNews = m_selected != sample;
    m_selected = sample;
    if (m_row < 0) {
        return;
    }
    if (isAbout(about())) {
        if (isNews) {
            fillButtons();
        }
        return;
    }
    const CatalogView view = m_workspace.view();
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](std::size_t problem) {
        return isAbout(
            samplesInForce(*view.problems, problem, *view.project->catalog, *view.review));
    });
    if (found != m_rows.end()) {
        m_row = static_cast<int>(found - m_rows.begin());
        fill();
    }
}

void ProblemPanel::keep(quint32 sample) {
    if (m_row < 0 || about().other < 0) {
        return;
    }
    const bool isFirst = about().first == static_cast<std::int32_t>(sample);
    if (isFirst || about().other == static_cast<std::int32_t>(sample)) {
        const std::int32_t twin = isFirst ? about().other : about().first;
        m_workspace.review().setExcluded({static_cast<quint32>(twin)}, true);
    }
}

QString ProblemPanel::classOf(std::int32_t sample) const {
    const CatalogView view = m_workspace.view();
    return toQString(view.project->catalog->classes[static_cast<std::size_t>(
        view.review->labelOf(*view.project->catalog, static_cast<quint32>(sample)))]);
}

void ProblemPanel::fill() {
    const CatalogView view = m_workspace.view();
    if (m_row < 0 || !view.project) {
        return;
    }
    const std::size_t problem = m_rows[static_cast<std::size_t>(m_row)];
    const auto left = std::count_if(m_rows.begin(), m_rows.end(), [&](std::size_t i) {
        return !isSettled(*view.problems, i, *view.project->catalog, *view.review);
    });
    m_position->setText(
        tr("%1 of %2 · %n left", nullptr, static_cast<int>(left)).arg(m_row + 1).arg(count()));
    m_previous->setEnabled(m_row > 0);
    m_next->setEnabled(m_row + 1 < count());
    fillPane(m_panes[0], about().first, m_loaders[0]);
    fillPane(m_panes[1], about().other, m_loaders[1]);
    m_sentence->setText(widgets::phrased(problemText(shownProblem(view, problem))));
    const bool settled = isSettled(*view.problems, problem, *view.project->catalog, *view.review);
    m_state->setText(settled ? tr("✓ dealt with") : QString());
    m_state->setVisible(settled);
    fillButtons();
}

void ProblemPanel::fillButtons() {
    // The buttons are made anew; the keyboard stays on the one of the same meaning.
    const QWidget* focused = focusWidget();
    const bool hadFocus = focused != nullptr && focused->hasFocus();
    const QString name = hadFocus ? focused->objectName() : QString();
    fillActions();
    fillAllActions();
    if (auto* again = name.isEmpty() ? nullptr : findChild<QPushButton*>(name)) {
        again->setFocus();
    }
}

void ProblemPanel::fillPane(Pane& pane, std::int32_t sample, ImageLoader& loader) {
    pane.box->setVisible(sample >= 0);
    if (sample < 0) {
        pane.sample.reset();
        pane.loading = false;
        return;
    }
    const CatalogView view = m_workspace.view();
    const auto index = static_cast<quint32>(sample);
    const dataset::Sample& image = view.project->catalog->samples[index];
    if (pane.sample != index) {
        pane.sample = index;
        pane.loading = true;
        pane.view->setEmptyText({});
        loader.load(view.project->catalog->absolutePath(image));
    }
    const Mark mark = view.review->mark(index);
    pane.label->setText(mark.excluded ? tr("%1 · excluded").arg(classOf(sample)) : classOf(sample));
    pane.file->setText(toQString(fromUtf8(image.path).filename()));
    pane.view->setAccessibleName(toQString(image.path));
    showFacts(pane);
}

void ProblemPanel::showFacts(const Pane& pane) {
    const CatalogView view = m_workspace.view();
    if (!pane.sample || !view.project || *pane.sample >= view.project->catalog->samples.size()) {
        return;
    }
    const dataset::Catalog& catalog = *view.project->catalog;
    const dataset::Sample& image = catalog.samples[*pane.sample];
    const QString size = widgets::bytesText(image.bytes);
    const bool isDivided = view.parts && *pane.sample < view.parts->size();
    const bool isLeftOut = view.review->mark(*pane.sample).excluded;
    if (!catalog.hasParts && (!isDivided || isLeftOut)) {
        // It is in no part: neither the folders nor a split say one.
        pane.facts->setText(size);
        return;
    }
    const dataset::Part part = isDivided ? (*view.parts)[*pane.sample] : image.part;
    pane.facts->setText(tr("%1 · %2").arg(part == dataset::Part::Train ? tr("training")
                                          : part == dataset::Part::Val ? tr("validation")
                                                                       : tr("test"),
                                          size));
}

void ProblemPanel::addFix(QVBoxLayout* layout, const QString& text, const QString& name,
                          const std::function<void()>& act, const QString& key) {
    const QString shown = QString(text).replace(QLatin1Char('&'), QLatin1String("&&"));
    auto* button =
        new QPushButton(key.isEmpty() ? shown : QStringLiteral("%1   %2").arg(shown, key));
    button->setAccessibleName(text);
    button->setToolTip(key.isEmpty() ? QString() : withShortcut(text, key));
    button->setObjectName(name);
    connect(button, &QPushButton::clicked, this, act);
    layout->addWidget(button);
}

void ProblemPanel::fillActions() {
    clearLayout(m_actions);
    const std::int32_t first = about().first;
    const std::int32_t other = about().other;
    if (first < 0) {
        return;
    }
    ReviewSession& review = m_workspace.review();
    const auto excluded = [&](std::int32_t sample) {
        return review.review()->mark(static_cast<quint32>(sample)).excluded;
    };
    const auto keyOf = [this, first, other](std::int32_t sample, bool isExcluded) {
        // X is about the selected image itself, K leaves out the other one of the pair.
        const std::int32_t twin = sample == first ? other : first;
        const bool isSelected = m_selected == static_cast<quint32>(sample);
        return isSelected                                                ? QStringLiteral("X")
               : !isExcluded && m_selected == static_cast<quint32>(twin) ? QStringLiteral("K")
                                                                         : QString();
    };
    const auto toggle = [this, &review, excluded, keyOf](
                            std::int32_t sample, const QString& exclude, const QString& include,
                            const QString& name) {
        const bool is = excluded(sample);
        addFix(
            m_actions, is ? include : exclude, name,
            [&review, sample, is] { review.setExcluded({static_cast<quint32>(sample)}, !is); },
            keyOf(sample, is));
    };
    if (other < 0) {
        toggle(first, tr("Exclude this image"), tr("Include it again"),
               QStringLiteral("fixExclude"));
        return;
    }
    if (m_kind == ProblemKind::LabelConflict) {
        const auto& catalog = *m_workspace.project().project()->catalog;
        for (const std::int32_t sample : {first, other}) {
            const std::int32_t label = catalog.samples[static_cast<std::size_t>(sample)].label;
            const QString name = toQString(catalog.classes[static_cast<std::size_t>(label)]);
            addFix(
                m_actions, tr("Both are “%1”").arg(name),
                sample == first ? QStringLiteral("fixLabelFirst") : QStringLiteral("fixLabelOther"),
                [&review, first, other, label] {
                    review.setLabel({static_cast<quint32>(first), static_cast<quint32>(other)},
                                    label);
                });
        }
    }
    if (m_kind == ProblemKind::NearDuplicate) {
        addFix(
            m_actions, tr("Keep both, in one part"), QStringLiteral("fixGroup"),
            [&review, first, other] {
                review.keepTogether({{static_cast<quint32>(first), static_cast<quint32>(other)}});
            });
    }
    toggle(other, tr("Keep the left, exclude the right"), tr("Include the right again"),
           QStringLiteral("fixKeepFirst"));
    toggle(first, tr("Keep the right, exclude the left"), tr("Include the left again"),
           QStringLiteral("fixKeepOther"));
    if (m_kind == ProblemKind::LabelConflict) {
        // Nobody may be able to tell which label is right.
        const bool isOut = excluded(first) && excluded(other);
        addFix(m_actions, isOut ? tr("Include both again") : tr("Exclude both"),
               QStringLiteral("fixExcludeBoth"), [&review, first, other, isOut] {
                   review.setExcluded({static_cast<quint32>(first), static_cast<quint32>(other)},
                                      !isOut);
               });
    }
}

void ProblemPanel::fillAllActions() {
    clearLayout(m_allActions);
    const CatalogView view = m_workspace.view();
    const QVector<quint32> chosen = samplesToExclude(view, *m_kind);
    const int many = static_cast<int>(chosen.size());
    QString text;
    switch (*m_kind) {
        case ProblemKind::Duplicate:
        case ProblemKind::NearDuplicate:
            text = tr("Keep one of each, exclude %n", nullptr, many);
            break;
        case ProblemKind::Leak:
            text = tr("Exclude the %n that train", nullptr, many);
            break;
        case ProblemKind::LabelConflict:
            text = tr("Exclude both of each, %n images", nullptr, many);
            break;
        default:
            text = tr("Exclude all %n", nullptr, many);
            break;
    }
    // A single problem has its cures above, unless one image has several look-alikes.
    const bool isPairwise = m_kind == ProblemKind::LabelConflict;
    const bool isOfUse = many > 0 && (count() > 1 || (many > 1 && !isPairwise));
    m_allTitle->setVisible(isOfUse);
    if (!isOfUse) {
        return;
    }
    addFix(m_allActions, text, QStringLiteral("fixAll"),
           [this, chosen] { m_workspace.review().setExcluded(chosen, true); });
    if (m_kind == ProblemKind::NearDuplicate) {
        addFix(m_allActions, tr("Keep all together in one part each"),
               QStringLiteral("fixGroupAll"), [this] {
                   const CatalogView now = m_workspace.view();
                   m_workspace.review().keepTogether(openPairs(now, ProblemKind::NearDuplicate));
               });
    }
}

void ProblemPanel::retranslate() {
    setTitle(m_kind ? problemKindText(*m_kind) : QString());
    m_previous->setToolTip(withShortcut(tr("Previous problem"), QStringLiteral("P")));
    m_next->setToolTip(withShortcut(tr("Next problem"), QStringLiteral("N")));
    m_previous->setAccessibleName(tr("Previous problem"));
    m_next->setAccessibleName(tr("Next problem"));
    m_close->setToolTip(withShortcut(tr("Close"), QStringLiteral("Esc")));
    m_close->setAccessibleName(tr("Close"));
    m_allTitle->setText(tr("For all of this kind"));
    fill();
}

void ProblemPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    Card::changeEvent(event);
}

}  // namespace minarai::studio
