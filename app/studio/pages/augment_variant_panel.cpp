// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/augment_variant_panel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

#include "studio/pages/augment_words.h"
#include "studio/session/paths.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

constexpr int kOverlayEdge = 384;  ///< px; it is stretched over the image

QLabel* makeLabel(const char* role) {
    auto* label = new QLabel;
    widgets::setRole(label, role);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

}  // namespace

AugmentVariantPanel::AugmentVariantPanel(const AugmentPreview& preview, QWidget* parent)
    : QWidget(parent),
      m_preview(preview),
      m_card(new widgets::Card),
      m_beforeTitle(makeLabel("label")),
      m_before(new widgets::ImageView),
      m_partner(new widgets::ImageView),
      m_afterTitle(makeLabel("label")),
      m_after(new widgets::ImageView),
      m_facts(makeLabel("secondary")),
      m_valuesTitle(makeLabel("label")),
      m_values(makeLabel("secondary")) {
    setMinimumWidth(220);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    for (widgets::ImageView* view : {m_before, m_partner, m_after}) {
        view->setMinimumHeight(120);
        view->setInfoShown(false);
    }
    m_before->setObjectName(QStringLiteral("before"));
    m_partner->setObjectName(QStringLiteral("mixedIn"));
    m_partner->hide();
    m_after->setObjectName(QStringLiteral("after"));
    QVBoxLayout* body = m_card->body();
    body->setSpacing(6);
    body->addWidget(m_beforeTitle);
    auto* originals = new QHBoxLayout;
    originals->setSpacing(6);
    originals->addWidget(m_before, 1);
    originals->addWidget(m_partner, 1);
    body->addLayout(originals, 3);
    body->addWidget(m_afterTitle);
    body->addWidget(m_after, 3);
    body->addWidget(m_facts);
    body->addWidget(m_valuesTitle);
    m_values->setObjectName(QStringLiteral("drawnValues"));
    m_values->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_values->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto* scroll = new QScrollArea;
    scroll->setWidget(m_values);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->viewport()->setAutoFillBackground(false);
    m_values->setAutoFillBackground(false);
    scroll->setMinimumHeight(88);
    scroll->setFocusPolicy(Qt::NoFocus);
    body->addWidget(scroll, 2);
    fill();
}

void AugmentVariantPanel::showVariant(int index) {
    m_index = index;
    fill();
}

QString AugmentVariantPanel::valuesText() const {
    return widgets::unphrased(m_values->text());
}

QImage AugmentVariantPanel::cutOf(const PreviewVariant& variant, QSize size) const {
    // A box is drawn where the first thing that acted cut one out of the whole image.
    for (const augment::StepTrace& trace : variant.trace) {
        if (trace.drawn.entries().empty()) {
            continue;
        }
        if (!trace.drawn.has("top") || !trace.drawn.has("left") || !trace.drawn.has("height") ||
            !trace.drawn.has("width") || trace.width <= 0 || trace.height <= 0) {
            return {};
        }
        const double x = static_cast<double>(size.width()) / trace.width;
        const double y = static_cast<double>(size.height()) / trace.height;
        const QRectF box(static_cast<double>(trace.drawn.integer("left")) * x,
                         static_cast<double>(trace.drawn.integer("top")) * y,
                         static_cast<double>(trace.drawn.integer("width")) * x,
                         static_cast<double>(trace.drawn.integer("height")) * y);
        QImage overlay(size, QImage::Format_ARGB32_Premultiplied);
        overlay.fill(QColor(0, 0, 0, 120));
        QPainter painter(&overlay);
        painter.setCompositionMode(QPainter::CompositionMode_Source);
        painter.fillRect(box, Qt::transparent);
        const double pen = std::max(2.0, size.width() / 120.0);
        painter.setPen(QPen(QColor(Qt::white), pen));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(box.adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2));
        return overlay;
    }
    return {};
}

void AugmentVariantPanel::showOriginal(widgets::ImageView& view, const PreviewVariant& variant) {
    const QImage original = m_preview.original(variant.source);
    if (view.image().cacheKey() != original.cacheKey()) {
        view.setImage(original);
    }
    view.setOverlay(original.isNull()
                        ? QImage()
                        : cutOf(variant, original.size().scaled(kOverlayEdge, kOverlayEdge,
                                                                Qt::KeepAspectRatio)),
                    1.0);
}

void AugmentVariantPanel::fillEmpty() {
    const bool isLost =
        m_preview.variants().empty() && !m_preview.isBusy() && !m_preview.shown().sources.empty();
    const QString text = isLost                         ? tr("This image cannot be read")
                         : m_preview.variants().empty() ? QString()
                                                        : tr("Choose a variant to look into it");
    m_beforeTitle->setVisible(isLost);
    m_afterTitle->setVisible(isLost);
    m_card->setNote({});
    m_before->setImage({});
    m_after->setImage({});
    m_before->setOverlay({});
    m_partner->hide();
    m_before->setEmptyText(text);
    m_after->setEmptyText(isLost ? text : QString());
    m_values->setText({});
}

void AugmentVariantPanel::fill() {
    m_card->setTitle(tr("Before and after"));
    m_beforeTitle->setText(tr("The image"));
    m_afterTitle->setText(tr("What the network sees"));
    m_valuesTitle->setText(tr("Drawn for this variant"));
    m_before->setAccessibleName(tr("The image before"));
    m_partner->setAccessibleName(tr("The image that is mixed in"));
    m_after->setAccessibleName(tr("What the network sees"));
    m_values->setAccessibleName(tr("Drawn for this variant"));
    const auto& variants = m_preview.variants();
    const bool isThere = m_index >= 0 && m_index < static_cast<int>(variants.size());
    for (QLabel* label : {m_beforeTitle, m_afterTitle, m_valuesTitle, m_facts}) {
        label->setVisible(isThere);
    }
    if (!isThere) {
        fillEmpty();
        return;
    }
    const PreviewVariant& variant = variants[static_cast<std::size_t>(m_index)];
    const PreviewWish& wish = m_preview.shown();
    const QString unreadable = tr("This image cannot be read");
    for (widgets::ImageView* view : {m_before, m_partner, m_after}) {
        view->setEmptyText(unreadable);
    }
    showOriginal(*m_before, variant);
    const auto partner =
        std::find_if(variants.begin(), variants.end(), [&](const PreviewVariant& other) {
            return other.source == variant.partner && variant.partner != variant.source;
        });
    const bool isMixed = variant.lambda < 1 && partner != variants.end();
    m_beforeTitle->setText(isMixed ? tr("The two images") : tr("The image"));
    if (isMixed) {
        showOriginal(*m_partner, *partner);
    }
    m_partner->setVisible(isMixed);
    m_after->setImage(variant.network);
    m_card->setNote(tr("epoch %1").arg(variant.epoch));
    const auto number = [](float value) {
        return widgets::metricText(static_cast<double>(value), 2);
    };
    m_facts->setText(tr("%1×%2×%3 · values %4 to %5\nmean %6 · deviation %7")
                         .arg(wish.preprocess.channels)
                         .arg(wish.preprocess.height)
                         .arg(wish.preprocess.width)
                         .arg(number(variant.tensor.lowest), number(variant.tensor.highest),
                              number(variant.tensor.mean), number(variant.tensor.deviation)));
    QStringList lines = traceLines(variant, wish.pipeline);
    if (variant.lambda < 1) {
        lines.prepend(
            tr("λ %1: %2").arg(widgets::metricText(variant.lambda, 3), mixText(variant, wish)));
    }
    if (lines.isEmpty()) {
        lines << tr("nothing: no step is on");
    }
    m_values->setText(widgets::phrased(lines.join(QLatin1Char('\n'))));
}

void AugmentVariantPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        fill();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
