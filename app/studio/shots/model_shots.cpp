// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The Model page: the gallery, the layers of a network, the composer.
#include <QCoreApplication>
#include <QKeyEvent>
#include <algorithm>
#include <utility>

#include "studio/shots/shot_director.h"

namespace minarai::studio {

void ShotDirector::planModel() {
    add([this] { m_window.showPage(MainWindow::kModel); },
        [this] {
            const auto& models = m_window.workspace().models().models();
            return std::all_of(models.begin(), models.end(),
                               [](const ModelFacts& facts) { return facts.cost.has_value(); });
        },
        QStringLiteral("model-unmeasured"), true);
    add(
        {}, [this] { return areModelsMeasured(6); }, QStringLiteral("model-gallery"));
    add([this] { m_window.modelPage().showView(ModelPage::kSummary); },
        [this] { return m_window.modelPage().summary()->layers().rowCount() > 0; },
        QStringLiteral("model-summary"));
    add(
        [this] {
            m_window.modelPage().showView(ModelPage::kGallery);
            m_window.modelPage().gallery()->search()->setText(QStringLiteral("perceptron"));
        },
        {}, QStringLiteral("model-noresult"));
    add(
        [this] {
            m_window.modelPage().gallery()->search()->clear();
            m_window.showPage(MainWindow::kTrain);
        },
        {}, {});
}

bool ShotDirector::areModelsMeasured(std::size_t count) const {
    ModelSession& session = m_window.workspace().models();
    const auto isMeasured = [](const ModelFacts& facts) {
        return facts.measured && *facts.measured;
    };
    const ModelFacts* chosen = session.find(m_window.modelPage().gallery()->chosen());
    const auto& models = session.models();
    const auto measured = std::count_if(models.begin(), models.end(), isMeasured);
    return chosen != nullptr && session.forecast(*chosen) &&
           static_cast<std::size_t>(measured) >= std::min(count, models.size());
}

void ShotDirector::planComposer() {
    const auto composer = [this] { return m_window.modelPage().composer(); };
    add(
        [this, composer] {
            spec::ModelSpec empty;
            empty.input = composer()->document().draft().input;
            composer()->document().open(std::move(empty));
            m_window.showPage(MainWindow::kModel);
            m_window.modelPage().showView(ModelPage::kCompose);
        },
        {}, QStringLiteral("composer-empty"));
    add(
        [composer] {
            composer()->openArchitecture("lite_cnn");
            composer()->canvas()->select({composer()->canvas()->picture().nodes.at(8).key});
        },
        {}, QStringLiteral("composer-lite_cnn"));
    add([composer] { composer()->openArchitecture("resnet152"); }, {},
        QStringLiteral("composer-resnet152"));
    add(
        [composer] {
            composer()->openArchitecture("resnet18");
            composer()->document().uncover("layer2.0.conv1");
            composer()->canvas()->zoomToFit();
        },
        {}, QStringLiteral("composer-open"));
    add([composer] { composer()->showSummary(); }, {}, QStringLiteral("composer-summary"));
    add(
        [this, composer] {
            for (Sheet* sheet : m_window.findChildren<Sheet*>()) {
                sheet->close();
            }
            composer()->openArchitecture("googlenet");
            composer()->document().uncover("inception3a.concat");
            composer()->canvas()->reveal(QStringLiteral("inception3a.concat"));
            QKeyEvent wire(QEvent::KeyPress, Qt::Key_W, Qt::NoModifier);
            QCoreApplication::sendEvent(composer()->canvas(), &wire);
        },
        {}, QStringLiteral("composer-wire"));
    add(
        [composer] {
            composer()->openTemplate("residual");
            ComposerDocument& document = composer()->document();
            document.collapse({"residual1", "residual2", "residual3"});
            document.insertAlone("op:Concat", {-140, 120});
            document.remove({"flatten1"});
            composer()->canvas()->zoomToFit();
            composer()->canvas()->select({QStringLiteral("linear1")});
        },
        {}, QStringLiteral("composer-error"));
}

}  // namespace minarai::studio
