// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the grid says of an image: on its card, and in the large view.
#include "base/files.h"
#include "studio/pages/data_grid.h"
#include "studio/pages/review_keys.h"
#include "studio/session/paths.h"
#include "studio/texts.h"

namespace minarai::studio {

widgets::GalleryItem DataGrid::describe(quint64 key) const {
    const CatalogView view = m_workspace.view();
    const quint32 sample = sampleOf(key);
    widgets::GalleryItem item;
    item.thumbnailKey = key;
    if (!view.project || sample >= view.project->catalog->samples.size()) {
        return item;
    }
    const dataset::Catalog& catalog = *view.project->catalog;
    const dataset::Sample& image = catalog.samples[sample];
    const auto className = [&](std::int32_t label) {
        return toQString(catalog.classes[static_cast<std::size_t>(label)]);
    };
    item.caption = className(view.review->labelOf(catalog, sample));
    item.toolTip = toQString(image.path);
    const Mark mark = view.review->mark(sample);
    item.excluded = mark.excluded;
    item.changed = mark.label >= 0;
    if (item.changed) {
        item.changedFrom = className(image.label);
        item.toolTip += QLatin1Char('\n') +
                        tr("class changed from “%1” to “%2”").arg(item.changedFrom, item.caption);
    }
    if (mark.excluded) {
        item.toolTip += QLatin1Char('\n') + tr("excluded from training");
    }
    const std::int32_t problem = view.problems->firstOfSample[sample];
    if (problem >= 0) {
        const auto& found = view.problems->problems[static_cast<std::size_t>(problem)];
        // A card has room for two words.
        item.badge = found.kind == dataset::ProblemKind::LabelConflict
                         ? tr("two labels")
                         : problemKindText(found.kind);
        item.dimmed = dataset::excludesImage(found.kind);
        item.toolTip += QLatin1Char('\n') + problemText(found);
    }
    item.dimmed = item.dimmed || mark.excluded;
    describePrediction(item, view, sample);
    return item;
}

void DataGrid::describePrediction(widgets::GalleryItem& item, const CatalogView& view,
                                  quint32 sample) const {
    if (!view.predictions || !view.predictions->has(sample)) {
        return;
    }
    const runs::CatalogPredictions& said = *view.predictions;
    const std::int32_t label = view.review->labelOf(*view.project->catalog, sample);
    item.toolTip +=
        QLatin1Char('\n') + tr("predicted: %1").arg(predictionText(said, sample, label));
    if (!m_query.asksPredictions()) {
        return;
    }
    const bool isRight = said.isRight(sample, label);
    item.verdict =
        isRight ? widgets::GalleryItem::Verdict::Right : widgets::GalleryItem::Verdict::Wrong;
    item.rightText = confidenceText(said.confidence(sample));
    if (m_query.sort == CatalogQuery::Sort::Loss) {
        const auto loss = said.loss(sample, label);
        item.rightText = loss ? lossText(*loss) : QString();
    }
    if (!isRight) {
        item.badge = toQString(said.predictedName(sample));
        item.badgeIsAnswer = true;
    }
}

ImageSequence DataGrid::sequence() {
    ImageSequence sequence;
    // What the grid shows may change beneath the picture; leafing through it must not.
    const QVector<quint64> keys = m_galleryModel->keys();
    sequence.count = static_cast<int>(keys.size());
    sequence.at = [this, keys, project = m_workspace.project().project(),
                   said = m_workspace.runPredictions().predictions()](int at) {
        const quint32 index = sampleOf(keys.at(at));
        const dataset::Sample& sample = project->catalog->samples[index];
        ImageRef ref;
        ref.path = project->catalog->absolutePath(sample);
        ref.title = toQString(fromUtf8(sample.path).filename());
        const auto className = [&](std::int32_t label) {
            return toQString(project->catalog->classes[static_cast<std::size_t>(label)]);
        };
        const Mark mark = m_workspace.review().review()->mark(index);
        ref.detail = mark.label < 0
                         ? className(sample.label)
                         : tr("%1 → %2").arg(className(sample.label), className(mark.label));
        if (mark.excluded) {
            ref.detail = tr("%1 · excluded").arg(ref.detail);
        }
        if (said && said->has(index)) {
            const std::int32_t label = mark.label < 0 ? sample.label : mark.label;
            ref.detail =
                tr("%1 · predicted: %2").arg(ref.detail, predictionText(*said, index, label));
        }
        return ref;
    };
    sequence.moved = [this, keys](int at) { m_gallery->setCurrentKey(keys.at(at)); };
    sequence.takeKey = [this](const QKeyEvent& key) {
        return takeUndoKey(m_workspace.review(), key) || takeKey(key);
    };
    sequence.current = [this, keys] {
        return static_cast<int>(keys.indexOf(m_gallery->currentKey()));
    };
    sequence.keys =
        tr("1 to 9, 0: class · C: choose the class · X: exclude or include · "
           "N, P: next, previous · Ctrl+Z: undo");
    return sequence;
}

}  // namespace minarai::studio
