// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/advice_panel.h"

#include <QDesktopServices>
#include <QEvent>
#include <QUrl>
#include <QVBoxLayout>
#include <string>
#include <system_error>

#include "base/files.h"
#include "studio/session/paths.h"
#include "studio/session/problem_fixes.h"
#include "studio/texts.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"

namespace minarai::studio {

using dataset::ProblemKind;

namespace {

constexpr const char* kSampling = "sampling";
constexpr const char* kWeights = "class_weights";
constexpr const char* kBalanced = "balanced";

}  // namespace

AdvicePanel::AdvicePanel(Workspace& workspace, QWidget* parent)
    : Card({}, parent),
      m_workspace(workspace),
      m_close(widgets::iconButton(QStringLiteral("cross"), {})),
      m_sentence(new QLabel),
      m_advice(new QLabel),
      m_sample(new QPushButton),
      m_weigh(new QPushButton),
      m_show(new QPushButton) {
    addHeaderWidget(m_close);
    for (QLabel* label : {m_sentence, m_advice}) {
        label->setWordWrap(true);
        body()->addWidget(label);
    }
    widgets::setRole(m_advice, "secondary");
    m_sentence->setObjectName(QStringLiteral("adviceSentence"));
    m_sample->setObjectName(QStringLiteral("fixSampleEqually"));
    m_weigh->setObjectName(QStringLiteral("fixWeighClasses"));
    m_sample->setCheckable(true);
    m_weigh->setCheckable(true);
    m_show->setObjectName(QStringLiteral("fixShowFolder"));
    body()->addSpacing(4);
    for (QPushButton* button : {m_sample, m_weigh, m_show}) {
        body()->addWidget(button);
    }
    body()->addStretch(1);
    connect(m_close, &QToolButton::clicked, this, &AdvicePanel::closeWanted);
    connect(m_sample, &QPushButton::clicked, this,
            [this] { turn(kSampling, kBalanced, "shuffle"); });
    connect(m_weigh, &QPushButton::clicked, this, [this] { turn(kWeights, kBalanced, "none"); });
    connect(m_show, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(toQString(folder()))); });
    connect(&workspace, &Workspace::recipeChanged, this, &AdvicePanel::fill);
    connect(&workspace.review(), &ReviewSession::changed, this, &AdvicePanel::fill);
    connect(&workspace.project(), &ProjectSession::problemsChanged, this,
            [this] { showKind(m_kind); });
    retranslate();
}

bool AdvicePanel::isBalanced(const Params& recipe) {
    return recipe.text(kSampling) == kBalanced || recipe.text(kWeights) != "none";
}

void AdvicePanel::showKind(std::optional<ProblemKind> kind) {
    m_kind = kind;
    m_problem.reset();
    const CatalogView view = m_workspace.view();
    if (kind && view.problems) {
        const auto rows = problemsOfKind(*view.problems, *kind);
        if (!rows.empty()) {
            m_problem = view.problems->problems[rows.front()];
        }
    }
    retranslate();
}

void AdvicePanel::showProblem(const dataset::Problem& problem) {
    if (problem.kind == m_kind) {
        m_problem = problem;
        fill();
    }
}

void AdvicePanel::turn(const char* setting, const char* on, const char* off) {
    Params recipe = m_workspace.recipe();
    const bool isOn = recipe.text(setting) == on;
    recipe.set(setting, std::string(isOn ? off : on));
    if (!isOn && recipe.text(kSampling) == kBalanced) {
        recipe.set("shuffle", true);  // it draws at random
    }
    m_workspace.setRecipe(recipe);
}

std::filesystem::path AdvicePanel::folder() const {
    const auto& project = m_workspace.project().project();
    if (!project || !m_problem) {
        return {};
    }
    const std::filesystem::path& root = project->catalog->root;
    const std::filesystem::path name = fromUtf8(m_problem->path);
    std::error_code ignored;
    if (m_kind == ProblemKind::EmptyClass || m_kind == ProblemKind::Imbalance) {
        for (const auto& place :
             {root / name, root / "train" / name, root / "val" / name, root / "test" / name}) {
            if (std::filesystem::is_directory(place, ignored)) {
                return place;
            }
        }
    }
    // Names that are no text cannot be said; the nearest folder that can is shown.
    std::filesystem::path place = (root / name).parent_path();
    while (place != root && place.has_relative_path() &&
           !std::filesystem::is_directory(place, ignored)) {
        place = place.parent_path();
    }
    return place;
}

QString AdvicePanel::advice() const {
    switch (*m_kind) {
        case ProblemKind::Imbalance:
            return tr(
                "The network sees the large class more often and leans towards it. One of "
                "these is enough; the next training uses it.");
        case ProblemKind::EmptyClass:
            return tr(
                "The network would have an answer that it never learns. Put images into the "
                "folder or remove it, then read the folder again with F5.");
        case ProblemKind::UnreadableFolder:
            return tr(
                "Its images are missing here. Allow your user to read the folder, then read "
                "it again with F5.");
        case ProblemKind::LinkLoop:
            return tr(
                "The link leads back to a folder above it and is passed over. Nothing is "
                "lost; remove the link if it is not wanted.");
        case ProblemKind::BadName:
            return tr(
                "Give it another name in your file manager, then read the folder again with "
                "F5.");
        default:
            return {};
    }
}

QString AdvicePanel::chosenCure() const {
    const Params& recipe = m_workspace.recipe();
    QStringList cures;
    if (recipe.text(kSampling) == kBalanced) {
        cures << tr("✓ The next training samples all classes equally.");
    }
    if (recipe.text(kWeights) != "none") {
        cures << tr("✓ The next training weights the classes.");
    }
    return cures.join(QLatin1Char('\n'));
}

void AdvicePanel::fill() {
    const CatalogView view = m_workspace.view();
    if (!m_kind || !view.project || !view.review) {
        return;
    }
    const bool isBalance = m_kind == ProblemKind::Imbalance;
    if (isBalance) {
        // Excluded and relabelled images count as they are decided.
        m_problem = imbalanceInForce(*view.project->catalog, *view.review);
    }
    // What is chosen already is not advised any more.
    const QString cure = isBalance ? chosenCure() : QString();
    m_sentence->setText(widgets::phrased(!m_problem ? tr("✓ The classes are even enough now.")
                                         : cure.isEmpty() ? problemText(*m_problem)
                                                          : cure));
    m_advice->setText(widgets::phrased(advice()));
    m_advice->setVisible(cure.isEmpty());
    const Params& recipe = m_workspace.recipe();
    const auto offer = [&](QPushButton* button, bool isOn) {
        button->setChecked(isOn);
        button->setVisible(isBalance && (m_problem || isOn));
    };
    offer(m_sample, recipe.text(kSampling) == kBalanced);
    offer(m_weigh, recipe.text(kWeights) == kBalanced);
    m_show->setVisible(m_problem.has_value());
}

void AdvicePanel::retranslate() {
    setTitle(m_kind ? problemKindText(*m_kind) : QString());
    m_close->setToolTip(withShortcut(tr("Close"), QStringLiteral("Esc")));
    m_close->setAccessibleName(tr("Close"));
    // The words of the sentence that advises them.
    m_sample->setText(tr("Balanced sampling"));
    m_weigh->setText(tr("Class weights"));
    m_sample->setToolTip(tr("Each class is drawn equally often: images of small classes repeat"));
    m_weigh->setToolTip(tr("Mistakes with small classes count more in the loss"));
    m_show->setText(tr("Show in folder"));
    fill();
}

void AdvicePanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    Card::changeEvent(event);
}

}  // namespace minarai::studio
