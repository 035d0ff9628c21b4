// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/validation_wall.h"

#include <QEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QVBoxLayout>
#include <algorithm>
#include <memory>
#include <utility>

#include "base/files.h"
#include "studio/pages/quiet_scroll_bar.h"
#include "studio/pages/review_keys.h"
#include "studio/session/paths.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

constexpr int kMenuWidth = 84;
/// Up to so many images are put in order at once; more are a worker's business.
constexpr std::size_t kMostAtOnce = 2000;
/// Beneath it the title gives way to the menus beside it.
constexpr int kFullTitleWidth = 340;

QString shareOf(float probability) {
    return widgets::metricText(static_cast<double>(probability), 2);
}

/// "tulips 0.71 · roses 0.20 · daisy 0.05"
QString answersText(const train::ValidationResult& result, std::size_t row,
                    const std::function<QString(std::int32_t)>& name, const QString& between) {
    QStringList parts;
    for (const train::Answer& answer : result.answers(row)) {
        parts << QStringLiteral("%1 %2").arg(name(answer.label), shareOf(answer.probability));
    }
    return parts.join(between);
}

}  // namespace

ValidationWall::ValidationWall(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_card(new widgets::Card),
      m_chip(widgets::textButton(QString())),
      m_showMenu(new widgets::TextMenuButton),
      m_classMenu(new widgets::TextMenuButton),
      m_model(new widgets::GalleryModel([this](quint64 key) { return describe(key); }, this)),
      m_gallery(new widgets::GalleryView) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    m_card->addHeaderWidget(m_chip);
    m_chip->hide();
    m_showMenu->setObjectName(QStringLiteral("wallShow"));
    m_classMenu->setObjectName(QStringLiteral("wallClass"));
    // Of one width whatever is chosen: the columns of the page stand still.
    m_showMenu->setMinimumWidth(kMenuWidth);
    m_classMenu->setMinimumWidth(kMenuWidth);
    m_card->addHeaderWidget(m_classMenu);
    m_card->addHeaderWidget(m_showMenu);
    m_gallery->setGalleryModel(m_model);
    m_gallery->setThumbnailSource(&workspace.thumbnails());
    quietScrollBar(m_gallery);
    m_gallery->setThumbnailWidth(112);
    m_gallery->setMinimumHeight(120);
    m_card->setContent(m_gallery);
    connect(m_chip, &QToolButton::clicked, this, [this] {
        setFilter(std::nullopt);
        Q_EMIT filterCleared();
    });
    connect(m_showMenu, &widgets::TextMenuButton::chosen, this,
            [this](const QVariant& value) { setShow(static_cast<Show>(value.toInt())); });
    connect(m_classMenu, &widgets::TextMenuButton::chosen, this,
            [this](const QVariant& value) { setClass(value.toInt()); });
    connect(m_gallery, &widgets::GalleryView::itemActivated, this, &ValidationWall::openLarge);
    m_gallery->installEventFilter(this);
    const auto reviewed = [this] {
        compareClasses();
        if (!m_foreign) {
            m_model->allItemsChanged();
        }
    };
    connect(&workspace.review(), &ReviewSession::changed, this, reviewed);
    connect(&workspace.review(), &ReviewSession::loaded, this, reviewed);
    updateTexts();
}

ValidationWall::~ValidationWall() {
    if (m_space != 0) {
        m_workspace.thumbnails().removeSpace(m_space);
    }
}

void ValidationWall::setForeign(bool foreign) {
    if (m_foreign != foreign) {
        m_foreign = foreign;
        m_moment.reset();
        forgetIndex();
    }
}

void ValidationWall::show(std::shared_ptr<const runs::Moment> moment, const QStringList& classes) {
    const bool sameImages = m_moment && moment && m_moment->paths == moment->paths &&
                            m_moment->result->items == moment->result->items;
    m_moment = std::move(moment);
    if (!sameImages) {
        forgetIndex();
    }
    if (m_classes != classes) {
        m_classes = classes;
        m_filter.label = -1;
    }
    compareClasses();
    if (!m_moment) {
        m_filter.cell.reset();
        m_filter.label = -1;
    }
    order();
    m_model->allItemsChanged();
    updateTexts();
}

void ValidationWall::forgetIndex() {
    if (m_space != 0) {
        m_workspace.thumbnails().removeSpace(m_space);
        m_space = 0;
    }
    m_index.reset();
    if (m_foreign && m_moment) {
        m_space = m_workspace.thumbnails().addSpace([moment = m_moment](quint32 number) {
            const std::string& path = moment->path(number - 1);
            return path.empty() || moment->dataFolder.empty() ? std::filesystem::path()
                                                              : moment->dataFolder / fromUtf8(path);
        });
    }
}

WallKeyOf ValidationWall::keyOf() const {
    if (m_foreign) {
        return [space = m_space](const runs::Moment&, std::size_t prediction) {
            return ThumbnailService::key(space, static_cast<quint32>(prediction) + 1);
        };
    }
    return [keys = m_workspace.imageKeys()](const runs::Moment& moment, std::size_t prediction) {
        return keys(moment.path(prediction));
    };
}

void ValidationWall::setFilter(std::optional<widgets::ConfusionCell> cell) {
    m_filter.cell = cell;
    if (cell) {
        // The images that the cell counts, whatever was chosen before.
        m_filter.label = -1;
        m_filter.show = Show::All;
    }
    order();
    updateTexts();
}

void ValidationWall::setShow(Show show) {
    m_filter.show = show;
    order();
    updateTexts();
}

void ValidationWall::setClass(int label) {
    m_filter.label = label;
    order();
    updateTexts();
}

void ValidationWall::order() {
    const quint64 serial = ++m_serial;
    m_worker.cancel();
    if (!m_moment) {
        m_model->setKeys({});
        return;
    }
    if (m_moment->result->predictions.size() <= kMostAtOnce) {
        if (!m_index) {
            m_index = indexWall(*m_moment, keyOf());
        }
        m_model->setKeys(orderWall(*m_moment, *m_index, m_filter));
        return;
    }
    if (!m_index) {
        m_model->setKeys({});  // those of other images
    }
    m_worker.replace([this, serial, moment = m_moment, index = m_index, filter = m_filter,
                      keys = keyOf()](const std::stop_token& stop) mutable {
        if (!index) {
            index = indexWall(*moment, keys);
        }
        if (stop.stop_requested()) {
            return;
        }
        QMetaObject::invokeMethod(
            this,
            [this, serial, index, order = orderWall(*moment, *index, filter)] {
                if (serial == m_serial) {
                    m_index = index;
                    m_model->setKeys(order);
                }
            },
            Qt::QueuedConnection);
    });
}

QString ValidationWall::className(std::int32_t label) const {
    return label >= 0 && label < m_classes.size() ? m_classes[label] : QString::number(label);
}

void ValidationWall::mark(widgets::GalleryItem& item, const runs::Fate& fate) const {
    using Verdict = widgets::GalleryItem::Verdict;
    switch (fate.change) {
        case runs::Change::None:
            break;
        case runs::Change::BecameRight:
            item.mark = QStringLiteral("▲");
            item.markTone = Verdict::Right;
            item.markText = tr("became right since the epoch before");
            break;
        case runs::Change::BecameWrong:
            item.mark = QStringLiteral("▼");
            item.markTone = Verdict::Wrong;
            item.markText = tr("became wrong since the epoch before");
            break;
        case runs::Change::OtherWrong:
            item.mark = QStringLiteral("⇄");
            item.markText = tr("another wrong class than in the epoch before");
            break;
    }
}

widgets::GalleryItem ValidationWall::describe(quint64 key) const {
    widgets::GalleryItem item;
    if (!m_index || !m_moment) {
        return item;
    }
    const auto row = m_index->rowOf.constFind(key);
    if (row == m_index->rowOf.constEnd()) {
        return item;
    }
    const train::Prediction& said = m_moment->result->predictions[*row];
    const runs::Fate& fate = m_moment->fates[*row];
    const bool right = said.predicted == said.label;
    item.thumbnailKey = key;
    item.caption = className(said.predicted);
    item.rightText = shareOf(said.confidence);
    item.verdict =
        right ? widgets::GalleryItem::Verdict::Right : widgets::GalleryItem::Verdict::Wrong;
    mark(item, fate);
    QStringList lines;
    if (right) {
        lines << tr("%1, as labelled").arg(item.caption);
    } else {
        item.badge = className(said.label);
        lines << tr("Labelled %1 (%2), taken for %3 (%4)")
                     .arg(className(said.label), shareOf(said.truthProbability), item.caption,
                          item.rightText);
    }
    if (!item.markText.isEmpty()) {
        lines << item.mark + QLatin1Char(' ') + item.markText;
    }
    if (fate.forgotten) {
        lines << tr("Forgotten: it was right in an earlier epoch.");
    } else if (fate.alwaysWrong) {
        lines << tr("It was never right so far.");
    }
    if (m_moment->result->answers(*row).size() > 1) {
        lines << answersText(
            *m_moment->result, *row, [this](std::int32_t label) { return className(label); },
            QStringLiteral(" · "));
    }
    markReviewed(item, lines, key);
    lines << toQString(m_moment->path(*row));
    item.toolTip = lines.join(QLatin1Char('\n'));
    return item;
}

void ValidationWall::compareClasses() {
    const auto project = m_workspace.project().project();
    const std::vector<std::string> none;
    const std::vector<std::string>& classes = project ? project->catalog->classes : none;
    m_sameClasses =
        std::equal(classes.begin(), classes.end(), m_classes.begin(), m_classes.end(),
                   [](const std::string& a, const QString& b) { return toQString(a) == b; });
}

bool ValidationWall::canReview() const {
    return !m_foreign && m_sameClasses && m_moment && m_index && m_workspace.project().project() &&
           m_workspace.review().isLoaded();
}

QVector<quint32> ValidationWall::samplesOf(const QVector<quint64>& keys) const {
    QVector<quint32> samples;
    if (!canReview()) {
        return samples;
    }
    for (const quint64 key : keys) {
        const auto row = m_index->rowOf.constFind(key);
        if (row == m_index->rowOf.constEnd()) {
            continue;
        }
        if (const auto sample = m_workspace.project().project()->find(m_moment->path(*row))) {
            samples.push_back(*sample);
        }
    }
    return samples;
}

void ValidationWall::markReviewed(widgets::GalleryItem& item, QStringList& lines,
                                  quint64 key) const {
    const QVector<quint32> samples = samplesOf({key});
    if (samples.isEmpty()) {
        return;
    }
    const dataset::Catalog& catalog = *m_workspace.project().project()->catalog;
    const Mark mark = m_workspace.review().review()->mark(samples.front());
    item.excluded = item.dimmed = mark.excluded;
    item.changed = mark.label >= 0;
    if (item.changed) {
        item.changedFrom = className(catalog.samples[samples.front()].label);
        lines << tr("The next run knows it as %1.").arg(className(mark.label));
    }
    if (mark.excluded) {
        lines << tr("Excluded from the next run.");
    }
}

bool ValidationWall::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_gallery && event->type() == QEvent::KeyPress && canReview()) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        const QVector<quint32> samples = samplesOf(m_gallery->selectedKeys());
        if (takeUndoKey(m_workspace.review(), key) ||
            (!samples.isEmpty() && takeReviewKey(m_workspace.review(), samples, key))) {
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ValidationWall::openLarge(int row) {
    std::filesystem::path folder = m_moment ? m_moment->dataFolder : std::filesystem::path();
    if (!m_foreign && m_workspace.project().project()) {
        folder = m_workspace.project().project()->catalog->root;
    }
    ImageSequence sequence;
    sequence.count = m_model->rowCount();
    // The order on the wall may change with the next epoch; leafing through it must not.
    sequence.at = [this, folder, keys = m_model->keys(), moment = m_moment,
                   rows = m_index](int at) {
        const std::size_t index = rows->rowOf.value(keys.at(at));
        const train::Prediction& said = moment->result->predictions[index];
        const std::filesystem::path path = fromUtf8(moment->path(index));
        ImageRef ref;
        ref.path = folder / path;
        ref.title = toQString(path.filename());
        const QString answers = answersText(
            *moment->result, index, [this](std::int32_t label) { return className(label); },
            QStringLiteral(" · "));
        ref.detail = said.predicted == said.label
                         ? tr("✓ %1").arg(answers)
                         : tr("✗ labelled %1: %2").arg(className(said.label), answers);
        QStringList reviewed;
        widgets::GalleryItem item;
        markReviewed(item, reviewed, keys.at(at));
        ref.detail = (QStringList(ref.detail) + reviewed).join(QStringLiteral(" · "));
        return ref;
    };
    if (canReview()) {
        const auto shown = std::make_shared<int>(row);
        sequence.moved = [this, shown, keys = m_model->keys()](int at) {
            *shown = at;
            m_gallery->setCurrentKey(keys.at(at));
        };
        sequence.current = [shown] { return *shown; };
        sequence.takeKey = [this, shown, keys = m_model->keys()](const QKeyEvent& key) {
            const QVector<quint32> samples = samplesOf({keys.at(*shown)});
            return takeUndoKey(m_workspace.review(), key) ||
                   (!samples.isEmpty() && takeReviewKey(m_workspace.review(), samples, key));
        };
        sequence.keys = tr("1 to 9, 0: class · X: exclude or include · Ctrl+Z: undo");
    }
    Q_EMIT largeViewWanted(sequence, row);
}

void ValidationWall::fillMenus() {
    if (m_showMenu->menu()->isVisible()) {
        return;  // nothing changes beneath the pointer
    }
    const auto counted = [](const QString& text, std::size_t count) {
        return QStringLiteral("%1 (%2)").arg(text, widgets::countText(count));
    };
    m_showMenu->clearChoices();
    const auto add = [&](const QString& text, Show show) {
        m_showMenu->addChoice(text, static_cast<int>(show));
    };
    add(tr("wrong first"), Show::All);
    if (m_moment) {
        const auto& matrix = m_moment->result->confusion;
        std::size_t right = 0;
        for (std::size_t i = 0; i < matrix.classes(); ++i) {
            right += matrix.at(i, i);
        }
        const std::size_t all = m_moment->result->predictions.size();
        add(counted(tr("wrong"), all - std::min(all, right)), Show::Wrong);
        add(counted(tr("flipped"),
                    m_moment->becameRight + m_moment->becameWrong + m_moment->otherWrong),
            Show::Flipped);
        add(counted(tr("forgotten"), m_moment->forgotten), Show::Forgotten);
        add(counted(tr("always wrong"), m_moment->alwaysWrong), Show::AlwaysWrong);
    }
    m_showMenu->setCurrentData(static_cast<int>(m_filter.show));
    if (m_classMenu->property("classes").toStringList() == m_classes) {
        m_classMenu->setCurrentData(m_filter.label);
        return;
    }
    m_classMenu->setProperty("classes", m_classes);
    m_classMenu->clearChoices();
    m_classMenu->addChoice(tr("all classes"), -1);
    for (int i = 0; i < m_classes.size(); ++i) {
        m_classMenu->addChoice(m_classes[i], i);
    }
    m_classMenu->setCurrentData(m_filter.label);
}

void ValidationWall::updateTexts() {
    fitTitle();
    m_gallery->setAccessibleName(tr("Validation images"));
    const bool filtered = m_filter.cell || m_filter.label >= 0 || m_filter.show != Show::All;
    m_gallery->setEmptyText(filtered && m_moment
                                ? tr("No image is like this in this epoch.")
                                : tr("What the network says of each validation image, wrong "
                                     "answers first: after the first epoch."));
    m_chip->setVisible(m_filter.cell.has_value());
    if (m_filter.cell) {
        const QString cell =
            QStringLiteral("%1 → %2  ✕")
                .arg(className(m_filter.cell->truth), className(m_filter.cell->predicted));
        m_chip->setText(QString(cell).replace(QLatin1Char('&'), QLatin1String("&&")));
        m_chip->setAccessibleName(cell);
        m_chip->setToolTip(tr("Show all images again"));
    }
    fillMenus();
    m_showMenu->setVisible(m_moment != nullptr);
    m_classMenu->setVisible(m_moment != nullptr && !m_filter.cell);
    m_showMenu->setToolTip(
        tr("Which images: flipped since the epoch before, forgotten (right before, wrong now), or "
           "wrong in every epoch so far"));
    m_showMenu->setAccessibleName(tr("Which images"));
    m_classMenu->setToolTip(tr("Images of which class"));
    m_classMenu->setAccessibleName(tr("Class"));
}

void ValidationWall::fitTitle() {
    const bool isFull = !m_moment || width() >= kFullTitleWidth;
    m_card->setTitle(isFull ? tr("Validation images") : tr("Validation"));
    m_card->setAccessibleName(tr("Validation images"));
}

void ValidationWall::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitTitle();
}

void ValidationWall::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        m_classMenu->setProperty("classes", {});
        updateTexts();
        m_model->allItemsChanged();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
