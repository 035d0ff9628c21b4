// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/augment_preview_panel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QRegularExpressionValidator>
#include <QVBoxLayout>
#include <algorithm>
#include <numeric>

#include "base/files.h"
#include "studio/pages/augment_words.h"
#include "studio/pages/quiet_scroll_bar.h"
#include "studio/recipe.h"
#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

constexpr int kResizePauseMs = 60;
constexpr int kSlowMs = 300;

/// The alphas of the next run; 0 where it has no such setting.
double mixAlpha(const Params& recipe, const char* name) {
    return recipe.has(name) ? recipe.real(name) : 0.0;
}

}  // namespace

AugmentPreviewPanel::AugmentPreviewPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_preview(workspace.augment().preview()),
      m_card(new widgets::Card),
      m_views(new widgets::SegmentedControl),
      m_source(new widgets::ElidedLabel),
      m_random(widgets::textButton(QString())),
      m_next(widgets::textButton(QString())),
      m_seedLabel(new QLabel),
      m_seedField(new QLineEdit),
      m_newSeed(widgets::textButton(QString())),
      m_runSeed(widgets::iconButton(QStringLiteral("reset"), {})),
      m_grid(new widgets::VariantView),
      m_galleryCard(new widgets::Card),
      m_gallery(new widgets::GalleryView),
      m_splitter(new QSplitter(Qt::Vertical)) {
    layOut();
    connectAll();
    m_seed = static_cast<std::uint64_t>(workspace.recipe().integer("seed"));
    retranslate();
    if (workspace.project().project()) {
        takeProject();
    }
}

AugmentPreviewPanel::~AugmentPreviewPanel() {
    m_workspace.settings().setState(QStringLiteral("augment_images_splitter"),
                                    m_splitter->saveState());
}

void AugmentPreviewPanel::layOut() {
    setMinimumWidth(380);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
    m_views->addSegment({}, kOne);
    m_views->addSegment({}, kMany);
    if (recipeSchema().find("mixup") != nullptr || recipeSchema().find("cutmix") != nullptr) {
        m_views->addSegment({}, kMixed);
    }
    m_views->setObjectName(QStringLiteral("previewViews"));
    m_card->addHeaderWidget(m_views);
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    widgets::setRole(m_source, "secondary");
    m_source->setElideMode(Qt::ElideMiddle);
    m_random->setObjectName(QStringLiteral("randomImage"));
    m_next->setObjectName(QStringLiteral("nextImage"));
    widgets::setRole(m_seedLabel, "field");
    m_seedLabel->setBuddy(m_seedField);
    m_seedField->setObjectName(QStringLiteral("previewSeed"));
    m_seedField->setFixedWidth(72);
    m_seedField->setAcceptDrops(false);
    m_seedField->setValidator(new QRegularExpressionValidator(
        QRegularExpression(QStringLiteral("[0-9]{1,18}")), m_seedField));
    m_newSeed->setObjectName(QStringLiteral("newSeed"));
    m_runSeed->setObjectName(QStringLiteral("runSeed"));
    row->addWidget(m_source, 1);
    row->addWidget(m_seedLabel);
    row->addWidget(m_seedField);
    row->addWidget(m_newSeed);
    row->addWidget(m_runSeed);
    m_card->body()->addLayout(row);
    m_grid->setObjectName(QStringLiteral("variants"));
    m_grid->setVariantModel(&m_model);
    m_grid->setMinimumHeight(200);
    m_card->body()->addWidget(m_grid, 1);
    m_galleryModel = new widgets::GalleryModel(
        [this](quint64 key) {
            widgets::GalleryItem item;
            item.thumbnailKey = key;
            const auto project = m_workspace.project().project();
            const quint32 sample = static_cast<quint32>(key) - 1;
            if (project && sample < project->catalog->samples.size()) {
                const auto& image = project->catalog->samples[sample];
                item.caption =
                    toQString(project->catalog->classes[static_cast<std::size_t>(image.label)]);
                item.toolTip = toQString(image.path);
            }
            return item;
        },
        this);
    m_gallery->setGalleryModel(m_galleryModel);
    m_gallery->setThumbnailSource(&m_workspace.thumbnails());
    m_gallery->setThumbnailWidth(88);
    m_gallery->setMinimumHeight(92);
    quietScrollBar(m_gallery);
    m_galleryCard->addHeaderWidget(m_random);
    m_galleryCard->addHeaderWidget(m_next);
    m_galleryCard->body()->addWidget(m_gallery, 1);
    m_splitter->setHandleWidth(widgets::kGap);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_card);
    m_splitter->addWidget(m_galleryCard);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setSizes({520, 150});
    m_splitter->restoreState(
        m_workspace.settings().state(QStringLiteral("augment_images_splitter")));
    m_resized.setSingleShot(true);
    m_resized.setInterval(kResizePauseMs);
    m_slow.setSingleShot(true);
    m_slow.setInterval(kSlowMs);
}

void AugmentPreviewPanel::connectAll() {
    connect(m_views, &widgets::SegmentedControl::currentChanged, this,
            [this](int index) { showView(static_cast<View>(index)); });
    connect(m_random, &QToolButton::clicked, this, &AugmentPreviewPanel::randomImage);
    connect(m_next, &QToolButton::clicked, this, &AugmentPreviewPanel::nextImage);
    connect(m_newSeed, &QToolButton::clicked, this, &AugmentPreviewPanel::newSeed);
    connect(m_runSeed, &QToolButton::clicked, this, [this] {
        m_ownSeed = false;
        takeSeed();
    });
    connect(m_seedField, &QLineEdit::textEdited, this, [this](const QString& text) {
        bool isNumber = false;
        const qulonglong seed = text.toULongLong(&isNumber);
        if (isNumber) {
            setSeed(seed);
        }
    });
    connect(m_grid, &widgets::VariantView::currentVariantChanged, this,
            &AugmentPreviewPanel::currentChanged);
    connect(m_grid, &widgets::VariantView::currentVariantChanged, this,
            &AugmentPreviewPanel::followVariant);
    connect(m_grid, &widgets::VariantView::pictureSizeChanged, &m_resized,
            qOverload<>(&QTimer::start));
    connect(&m_resized, &QTimer::timeout, this, &AugmentPreviewPanel::refresh);
    connect(&m_slow, &QTimer::timeout, this, [this] {
        if (m_preview.isBusy()) {
            m_card->setNote(tr("working…"));
            m_grid->setEmptyText(tr("Reading the image…"));
        }
    });
    connect(m_gallery, &widgets::GalleryView::currentKeyChanged, this, [this](quint64 key) {
        if (key != 0 && !m_isFollowing) {
            showSample(static_cast<quint32>(key) - 1);
        }
    });
    connect(&m_preview, &AugmentPreview::refreshed, this, &AugmentPreviewPanel::takeVariants);
    connect(&m_preview, &AugmentPreview::failed, this, &AugmentPreviewPanel::takeFailure);
    connect(&m_workspace.augment().document(), &AugmentDocument::changed, this,
            &AugmentPreviewPanel::refresh);
    connect(&m_workspace, &Workspace::recipeChanged, this, [this] {
        takeSeed();
        if (m_view == kMixed) {
            refresh();
        }
    });
}

void AugmentPreviewPanel::showView(View view) {
    m_view = view < m_views->count() ? view : kMany;
    m_views->setCurrentIndex(m_view);
    showSource();
    refresh();
}

void AugmentPreviewPanel::newSeed() {
    m_ownSeed = true;
    Rng rng(mixSeed({m_seed, ++m_draws, stableHash("new seed")}));
    setSeed(rng.below(1'000'000));
    m_seedField->setText(QString::number(m_seed));
}

void AugmentPreviewPanel::setSeed(std::uint64_t seed) {
    m_ownSeed = seed != static_cast<std::uint64_t>(m_workspace.recipe().integer("seed"));
    m_runSeed->setEnabled(m_ownSeed);
    if (seed != m_seed) {
        m_seed = seed;
        refresh();
    }
}

void AugmentPreviewPanel::takeSeed() {
    if (!m_ownSeed) {
        setSeed(static_cast<std::uint64_t>(m_workspace.recipe().integer("seed")));
        m_seedField->setText(QString::number(m_seed));
    }
    m_runSeed->setEnabled(m_ownSeed);
}

void AugmentPreviewPanel::refresh() {
    m_wanted = !isVisible();
    if (m_wanted) {
        return;
    }
    PreviewWish wish;
    wish.pipeline = m_workspace.augment().document().pipeline();
    wish.preprocess = m_workspace.augment().document().preprocess();
    wish.seed = m_seed;
    wish.sources = sources();
    if (m_view == kMixed) {
        wish.mixup = mixAlpha(m_workspace.recipe(), "mixup");
        wish.cutmix = mixAlpha(m_workspace.recipe(), "cutmix");
    }
    m_grid->setShape(QSize(wish.preprocess.width, wish.preprocess.height));
    if (m_model.rowCount() == 0 && !wish.sources.empty()) {
        // Their places, and with them the size that the pictures should have.
        m_model.setItems(QVector<widgets::VariantItem>(AugmentPreview::kVariants));
    }
    wish.cell = m_grid->pictureSize();
    if (!m_slow.isActive()) {
        m_slow.start();
    }
    m_preview.ask(std::move(wish));
}

void AugmentPreviewPanel::takeVariants() {
    if (!m_preview.isBusy()) {
        m_slow.stop();
        m_card->setNote({});
    }
    QVector<widgets::VariantItem> items;
    const auto count = static_cast<int>(m_preview.variants().size());
    for (int i = 0; i < count; ++i) {
        items.push_back(itemOf(i));
    }
    const bool isMixed = m_preview.shown().mixup > 0 || m_preview.shown().cutmix > 0;
    m_grid->setCaptionLines(m_preview.shown().sources.size() <= 1 ? 0 : isMixed ? 2 : 1);
    m_model.setItems(std::move(items));
    showSource();
    if (!m_grid->currentIndex().isValid()) {
        m_grid->setCurrentVariant(0);
    }
    followVariant();
    Q_EMIT refreshed();
    Q_EMIT currentChanged();
}

void AugmentPreviewPanel::takeFailure(const Error& error) {
    m_slow.stop();
    m_card->setNote({});
    m_model.setItems({});
    m_grid->setEmptyText(tr("No preview of this image"));
    Q_EMIT refused(errorText(error));
    Q_EMIT refreshed();
    Q_EMIT currentChanged();
}

widgets::VariantItem AugmentPreviewPanel::itemOf(int index) const {
    const PreviewVariant& variant = m_preview.variants()[static_cast<std::size_t>(index)];
    const PreviewWish& wish = m_preview.shown();
    widgets::VariantItem item;
    item.picture = variant.picture;
    item.isBroken = variant.network.isNull();
    const bool many = wish.sources.size() > 1;
    item.caption = many ? mixText(variant, wish, QStringLiteral("\n")) : QString();
    const QString title =
        many ? toQString(wish.sources[variant.source].id) : tr("Epoch %1").arg(variant.epoch);
    const QStringList lines = traceLines(variant, wish.pipeline);
    item.toolTip = (QStringList{title} + lines).join(QLatin1Char('\n'));
    item.description = tr("Variant %1: %2")
                           .arg(index + 1)
                           .arg((QStringList{title} + lines).join(QStringLiteral(", ")));
    if (item.isBroken) {
        item.toolTip = title + QLatin1Char('\n') + tr("This image cannot be read");
        item.description = item.toolTip;
    }
    return item;
}

int AugmentPreviewPanel::current() const {
    const int row = m_grid->currentIndex().row();
    return row < static_cast<int>(m_preview.variants().size()) ? row : -1;
}

void AugmentPreviewPanel::showSource() {
    QString text;
    if (!m_file.empty()) {
        text = toQString(m_file.filename());
    } else if (m_sample && m_view == kOne) {
        const PreviewSource source = sourceOf(*m_sample);
        text = toQString(fromUtf8(source.id).filename()) + QStringLiteral(" · ") + source.label;
    } else if (m_sample) {
        const bool mixes = mixAlpha(m_workspace.recipe(), "mixup") > 0 ||
                           mixAlpha(m_workspace.recipe(), "cutmix") > 0;
        text = m_view == kMany ? tr("as in the first epoch")
               : mixes         ? tr("one batch, mixed")
                               : tr("nothing is mixed: raise Mixup or CutMix");
        const PreviewWish& shown = m_preview.shown();
        if (m_view == kMixed && mixes && (shown.mixup > 0 || shown.cutmix > 0) &&
            !m_preview.variants().empty()) {
            // A batch has one; near 1 the eye sees no mixing, and that is no mistake.
            text = tr("one batch, mixed with λ %1")
                       .arg(widgets::metricText(m_preview.variants().front().lambda, 2));
        }
    }
    m_source->setText(text);
}

void AugmentPreviewPanel::retranslate() {
    m_card->setTitle(tr("Preview"));
    m_views->setSegmentText(kOne, tr("One image"));
    m_views->setSegmentText(kMany, tr("Many"));
    if (m_views->count() > kMixed) {
        m_views->setSegmentText(kMixed, tr("Mixed"));
    }
    m_views->setToolTip(
        tr("One image in 16 epochs, many images in one, or a batch with Mixup or "
           "CutMix"));
    m_views->setAccessibleName(tr("Preview"));
    m_random->setText(tr("random"));
    m_random->setToolTip(withShortcut(tr("Another image by chance"), QStringLiteral("R")));
    m_next->setText(tr("next"));
    m_next->setToolTip(withShortcut(tr("The next image"), QStringLiteral("N")));
    m_seedLabel->setText(tr("Seed"));
    m_seedField->setAccessibleName(tr("Seed"));
    m_seedField->setToolTip(
        tr("The same seed gives the same variants: those that a run with this "
           "seed sees in its first 16 epochs"));
    m_newSeed->setText(tr("new"));
    m_newSeed->setToolTip(withShortcut(tr("A new seed: other variants"), QStringLiteral("S")));
    m_newSeed->setAccessibleName(tr("New seed"));
    m_runSeed->setToolTip(tr("Back to the seed of the run"));
    m_runSeed->setAccessibleName(tr("Back to the seed of the run"));
    m_grid->setAccessibleName(tr("Variants"));
    m_galleryCard->setTitle(tr("Images"));
    m_gallery->setAccessibleName(tr("Images to choose from"));
    if (m_galleryModel->rowCount() > 0) {
        m_galleryCard->setNote(tr("%n images", nullptr, m_galleryModel->rowCount()));
    }
    takeSeed();
    m_seedField->setText(QString::number(m_seed));
    showSource();
    if (!m_preview.variants().empty()) {
        takeVariants();
    }
}

void AugmentPreviewPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_wanted) {
        refresh();
    }
}

void AugmentPreviewPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
