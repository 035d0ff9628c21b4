// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The Data page at work: review, problems, split, statistics, import.
#include <QDir>
#include <QFile>
#include <QToolButton>
#include <algorithm>

#include "dataset/importers.h"
#include "studio/session/paths.h"
#include "studio/shots/shot_director.h"

namespace minarai::studio {

void ShotDirector::planReview() {
    const auto review = [this]() -> ReviewSession& { return m_window.workspace().review(); };
    const auto settled = [this, review] {
        const auto& project = m_window.workspace().project();
        return review().isKept() && !project.isSplitting() && project.split() &&
               galleryReady(m_window.dataPage().gallery()) &&
               !m_window.dataPage().viewer()->isLoading();
    };
    add([this] { m_window.showPage(MainWindow::kData); }, [review] { return review().isLoaded(); },
        {});
    add(
        [this, review] {
            review().setExcluded({1, 4}, true);
            review().setLabel({3}, 2);
            review().setLabel({6, 7}, 1);
            m_window.dataPage().grid()->showSample(3);
        },
        settled, QStringLiteral("data-review"));
    add([this] { m_window.dataPage().showSplit(); }, settled, QStringLiteral("data-split"));
    add(
        [this] {
            auto* form = m_window.dataPage().splitPanel()->form();
            (void)form->setValue(QStringLiteral("split"), ParamValue(std::string("grouped")));
            (void)form->setValue(QStringLiteral("group_pattern"),
                                 ParamValue(std::string("_(00\\d)")));
            Q_EMIT form->valueChanged(QStringLiteral("split"));
        },
        settled, QStringLiteral("data-groups"));
    planSavedSplit(settled);
    add([this] { m_window.dataPage().showCopy(); },
        [this] { return !m_window.dataPage().copyPanel()->facts().isEmpty(); },
        QStringLiteral("data-copy"));
    add(
        [this] {
            m_window.workspace().setRecipe(
                withSplitOf(m_window.workspace().recipe(), splitSchema().defaults()));
            m_window.dataPage().showStatistics();
        },
        [this, settled] { return settled() && m_window.dataPage().statisticsPanel()->isFilled(); },
        QStringLiteral("data-statistics"));
    for (int step = 0; step < 3; ++step) {
        add(
            [this, review] {
                m_window.dataPage().showViewer();
                review().undo();
            },
            settled, {});
    }
    planImport();
}

void ShotDirector::planSavedSplit(const std::function<bool()>& settled) {
    const QString file = QDir(m_folder.path()).filePath(QStringLiteral("parts.json"));
    const auto set = [this](const char* name, const ParamValue& value) {
        auto* form = m_window.dataPage().splitPanel()->form();
        (void)form->setValue(QLatin1String(name), value);
        Q_EMIT form->valueChanged(QLatin1String(name));
    };
    add(
        [set] {
            set("split", ParamValue(std::string("stratified")));
            set("test_fraction", ParamValue(0.1));
        },
        settled, {});
    add([this, file] { m_window.dataPage().splitPanel()->saveTo(file); },
        [file] { return QFile::exists(file); }, {});
    add([set, file] { set("split", ParamValue(file.toStdString())); }, settled,
        QStringLiteral("data-saved-split"));
}

void ShotDirector::planPredictions() {
    const auto choose = [this](const char* menu, const QVariant& value) {
        const auto* button =
            m_window.dataPage().findChild<widgets::TextMenuButton*>(QLatin1String(menu));
        for (QAction* action : button->menu()->actions()) {
            if (action->data() == value) {
                action->trigger();
            }
        }
    };
    const auto sortBy = [choose](CatalogQuery::Sort sort) {
        choose("sort", static_cast<int>(sort));
    };
    beginState(QStringLiteral("data-predictions"));
    add(
        [this] {
            m_window.clearMessages();
            m_window.showPage(MainWindow::kData);
        },
        [this] { return m_window.workspace().runPredictions().predictions() != nullptr; }, {});
    // What the network takes for the first class, wrongly first.
    add(
        [this, choose, sortBy] {
            const auto& catalog = *m_window.workspace().project().project()->catalog;
            choose("filterPredicted", toQString(catalog.classes.front()));
            sortBy(CatalogQuery::Sort::Loss);
        },
        [this] {
            using Verdict = widgets::GalleryItem::Verdict;
            const auto& model =
                static_cast<const widgets::GalleryModel&>(*m_window.dataPage().gallery()->model());
            return model.item(0).verdict != Verdict::None &&
                   galleryReady(m_window.dataPage().gallery());
        },
        {});
    add(
        [this] {
            auto* gallery = m_window.dataPage().gallery();
            const auto& model = static_cast<const widgets::GalleryModel&>(*gallery->model());
            gallery->setCurrentKey(model.keyAt(0));
            gallery->setFocus();
        },
        [this] { return !m_window.dataPage().viewer()->isLoading(); },
        QStringLiteral("data-predictions"));
    beginState({});
    add(
        [this, sortBy] {
            m_window.dataPage().grid()->clearFilters();
            sortBy(CatalogQuery::Sort::Folder);
        },
        {}, {});
}

void ShotDirector::planImport() {
    add([this] { m_window.actions().get(ActionId::Import)->trigger(); }, {},
        QStringLiteral("import-empty"));
    add(
        [this] {
            ImportPage& page = m_window.importPage();
            const auto* formats = page.findChild<widgets::SegmentedControl*>();
            formats->findChildren<QToolButton*>()
                .at(static_cast<int>(dataset::ImportFormat::FashionMnist))
                ->click();
            page.setSource(QStringLiteral("/images/fashion"));
            page.setTarget(QStringLiteral("/images/fashion_mnist_images"));
            page.startButton()->click();
        },
        [this] { return !m_window.importPage().errorText().isEmpty(); },
        QStringLiteral("import-error"));
    add([this] { m_window.showPage(MainWindow::kData); }, {}, {});
}

void ShotDirector::planProblems() {
    add([this] { m_window.openFolder(m_problemFolder); },
        [this] {
            const auto& session = m_window.workspace().project();
            return session.isAudited() && session.name() == QStringLiteral("problems") &&
                   galleryReady(m_window.dataPage().gallery());
        },
        {});
    const auto shown = [this] {
        const ProblemPanel* panel = m_window.dataPage().problemPanel();
        return panel->isVisible() && !panel->isLoading() &&
               galleryReady(m_window.dataPage().gallery());
    };
    add([this] { chooseProblems(dataset::ProblemKind::LabelConflict); }, shown,
        QStringLiteral("data-conflict"));
    add([this] { chooseProblems(dataset::ProblemKind::Duplicate); }, shown,
        QStringLiteral("data-duplicates"));
    add(
        [this] {
            QDir folder(m_problemFolder);
            folder.remove(QStringLiteral("cats/copy_of_0.jpg"));
            folder.remove(QStringLiteral("cats/copy_of_0.png"));
            QFile::copy(brokenImage(), folder.filePath(QStringLiteral("dogs/new.jpg")));
        },
        [this] {
            return m_window.dataPage().news()->isVisible() &&
                   galleryReady(m_window.dataPage().gallery());
        },
        QStringLiteral("data-changed"));
}

void ShotDirector::chooseProblems(dataset::ProblemKind kind) {
    auto* kinds = m_window.dataPage().problemKinds();
    for (int row = 0; row < kinds->model()->rowCount(); ++row) {
        const QModelIndex index = kinds->model()->index(row, 0);
        if (index.data(CountModel::ValueRole).toInt() == static_cast<int>(kind)) {
            kinds->setCurrentIndex(index);
        }
    }
}

QString ShotDirector::problemFolder() const {
    QDir folder(m_folder.path());
    const QStringList images = someImages(60);
    for (int i = 0; i < images.size(); ++i) {
        const QString name =
            i % 2 == 0 ? QStringLiteral("problems/cats") : QStringLiteral("problems/dogs");
        folder.mkpath(name);
        const QString ending = images[i].section(QLatin1Char('.'), -1);
        const auto copy = [&](const QString& place, const QString& file) {
            QFile::copy(images[i],
                        folder.filePath(QStringLiteral("%1/%2.%3").arg(place, file, ending)));
        };
        copy(name, QString::number(i));
        if (i < 4) {
            copy(name, QStringLiteral("copy_of_%1").arg(i));
        }
        if (i == 8) {
            copy(QStringLiteral("problems/dogs"), QStringLiteral("also_a_dog"));
        }
    }
    QFile::copy(brokenImage(), folder.filePath(QStringLiteral("problems/cats/broken.jpg")));
    return folder.filePath(QStringLiteral("problems"));
}

}  // namespace minarai::studio
