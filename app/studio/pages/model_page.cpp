// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/model_page.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <utility>

#include "studio/recipe.h"
#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/theme.h"

namespace minarai::studio {

ModelPage::ModelPage(Workspace& workspace, Actions& actions, QWidget* parent)
    : Page(workspace, actions, parent),
      m_bar(new QWidget),
      m_segments(new widgets::SegmentedControl),
      m_use(new QPushButton),
      m_edit(new QPushButton),
      m_stack(new QStackedWidget),
      m_splitter(new QSplitter),
      m_gallery(new ModelGallery(workspace)),
      m_facts(new ModelFactsPanel(workspace)),
      m_summary(new ModelSummary(workspace)),
      m_composer(new ComposerPanel(workspace)) {
    auto* bar = new QHBoxLayout(m_bar);
    bar->setContentsMargins(0, 0, 0, 0);
    bar->setSpacing(12);
    bar->addWidget(m_segments);
    bar->addWidget(m_use);
    bar->addWidget(m_edit);
    bar->addWidget(m_composer->bar());
    bar->addStretch();
    widgets::setRole(m_use, "primary");
    m_use->setObjectName(QStringLiteral("useModel"));
    m_edit->setObjectName(QStringLiteral("editCopy"));
    m_segments->setObjectName(QStringLiteral("modelViews"));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(widgets::kGap, widgets::kGap, widgets::kGap, widgets::kGap);
    layout->addWidget(m_stack);
    m_splitter->setHandleWidth(widgets::kGap);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_gallery);
    m_splitter->addWidget(m_facts);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setSizes({780, 300});
    m_splitter->restoreState(workspace.settings().state(QStringLiteral("model_splitter")));
    m_splitter->setFocusProxy(m_gallery);
    addView(m_splitter, [] { return tr("Gallery"); });
    addView(m_summary, [] { return tr("Summary"); });
    addView(m_composer, [] { return tr("Compose"); });

    connect(m_segments, &widgets::SegmentedControl::currentChanged, this, &ModelPage::showView);
    connect(m_use, &QPushButton::clicked, this, &ModelPage::useChosen);
    connect(m_edit, &QPushButton::clicked, this, &ModelPage::editChosen);
    connect(m_composer, &ComposerPanel::said, this, &Page::said);
    connect(m_composer, &ComposerPanel::unsaid, this, &Page::unsaid);
    connect(m_gallery, &ModelGallery::chosenChanged, this, &ModelPage::takeChosen);
    connect(m_gallery, &ModelGallery::activated, this, &ModelPage::useChosen);
    connect(m_gallery, &ModelGallery::wishesChanged, this, &ModelPage::wish);
    ModelSession& models = workspace.models();
    connect(&models, &ModelSession::allChanged, this, [this] {
        m_facts->refresh();
        m_summary->refresh();
        updateUse();
    });
    connect(&models, &ModelSession::modelChanged, this, [this] {
        m_facts->refresh();
        updateUse();
    });
    connect(&workspace, &Workspace::settledRecipeChanged, this, [this] {
        m_facts->refresh();
        m_summary->refresh();
        updateUse();
    });
    connect(&workspace.train(), &TrainSession::stateChanged, this, &ModelPage::updateUse);
    connect(actions.get(ActionId::Search), &QAction::triggered, this, [this] {
        if (isVisible()) {
            showView(kGallery);
            m_gallery->search()->setFocus();
            m_gallery->search()->selectAll();
        }
    });
    retranslate();
    takeChosen();
}

ModelPage::~ModelPage() {
    workspace().settings().setState(QStringLiteral("model_splitter"), m_splitter->saveState());
}

int ModelPage::addView(QWidget* view, std::function<QString()> title) {
    m_segments->addSegment(title());
    m_titles.push_back(std::move(title));
    return m_stack->addWidget(view);
}

void ModelPage::showView(int view) {
    m_segments->setCurrentIndex(view);
    m_stack->setCurrentIndex(view);
    setFocusProxy(m_stack->currentWidget());
    m_use->setVisible(view == kGallery || view == kSummary);
    m_edit->setVisible(m_use->isVisibleTo(m_bar));
    m_composer->bar()->setVisible(view == kCompose);
    wish();
}

void ModelPage::takeChosen() {
    const std::string name = m_gallery->chosen();
    if (!name.empty()) {
        m_facts->showModel(name);
        m_summary->showModel(name);
    }
    updateUse();
    wish();
}

void ModelPage::wish() {
    workspace().models().want(ModelSession::Wisher::ModelPage,
                              isVisible() ? m_gallery->wishes() : std::vector<std::string>());
}

void ModelPage::updateUse() {
    const std::string name = m_gallery->chosen();
    const ModelFacts* facts = workspace().models().find(name);
    const bool fits = facts != nullptr && (!facts->cost || *facts->cost);
    const bool active = workspace().train().isActive();
    m_use->setEnabled(fits && !active);
    m_use->setToolTip(active  ? tr("A training is running. Its network cannot be changed.")
                      : !fits ? tr("This architecture does not fit the image size.")
                              : tr("Train this architecture (Enter)"));
}

void ModelPage::useChosen() {
    if (!m_use->isEnabled()) {
        return;
    }
    Params recipe = workspace().recipe();
    recipe.set(kArchitecture, m_gallery->chosen());
    workspace().setRecipe(recipe);
    actions().get(ActionId::PageTrain)->trigger();
}

void ModelPage::editChosen() {
    if (const std::string name = m_gallery->chosen(); !name.empty()) {
        m_composer->openArchitecture(name);
        showView(kCompose);
        m_composer->setFocus();
    }
}

void ModelPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    // Once the table is laid out it knows which rows are on screen.
    QMetaObject::invokeMethod(this, &ModelPage::wish, Qt::QueuedConnection);
}

void ModelPage::hideEvent(QHideEvent* event) {
    Page::hideEvent(event);
    wish();
}

void ModelPage::retranslate() {
    setAccessibleName(actions().get(ActionId::PageModel)->text());
    for (std::size_t i = 0; i < m_titles.size(); ++i) {
        m_segments->setSegmentText(static_cast<int>(i), m_titles[i]());
    }
    m_segments->setAccessibleName(tr("View"));
    m_use->setText(tr("Use this model"));
    m_edit->setText(tr("Edit a copy"));
    m_edit->setToolTip(tr("Open the chosen architecture in the composer"));
    updateUse();
}

}  // namespace minarai::studio
