// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/shell/image_overlay.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "studio/texts.h"
#include "widgets/theme/controls.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

ImageOverlay::ImageOverlay(QWidget* parent)
    : QWidget(parent),
      m_view(new widgets::ImageView),
      m_title(new widgets::ElidedLabel),
      m_position(new QLabel),
      m_detail(new widgets::ElidedLabel),
      m_keys(new widgets::ElidedLabel),
      m_previous(widgets::textButton(QString())),
      m_next(widgets::textButton(QString())),
      m_close(widgets::textButton(QString())) {
    widgets::setRole(this, "ground");
    widgets::setRole(m_title, "title");
    widgets::setRole(m_position, "secondary");
    widgets::setRole(m_detail, "secondary");
    widgets::setRole(m_keys, "secondary");
    m_keys->setObjectName(QStringLiteral("largeViewKeys"));
    auto* head = new QHBoxLayout;
    head->setSpacing(10);
    head->addWidget(m_title);
    head->addWidget(m_detail, 1);
    head->addWidget(m_position);
    head->addWidget(m_previous);
    head->addWidget(m_next);
    head->addWidget(m_close);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(widgets::kGap, 8, widgets::kGap, widgets::kGap);
    layout->setSpacing(8);
    layout->addLayout(head);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_keys);
    connect(m_previous, &QToolButton::clicked, this, [this] { showRow(m_row - 1); });
    connect(m_next, &QToolButton::clicked, this, [this] { showRow(m_row + 1); });
    connect(m_close, &QToolButton::clicked, this, &ImageOverlay::leave);
    connect(&m_loader, &ImageLoader::loaded, m_view, &widgets::ImageView::setImage);
    connect(&m_loader, &ImageLoader::failed, this, [this](const Error& error) {
        m_view->setImage({});
        m_view->setEmptyText(errorText(error));
    });
    parent->installEventFilter(this);
    m_view->installEventFilter(this);
    retranslate();
    hide();
}

void ImageOverlay::open(ImageSequence sequence, int row) {
    m_sequence = std::move(sequence);
    m_keys->setText(m_sequence.keys);
    m_keys->setVisible(!m_sequence.keys.isEmpty());
    setGeometry(parentWidget()->rect());
    showRow(row);
    show();
    raise();
    m_view->setFocus();
}

void ImageOverlay::refresh() {
    if (!isHidden() && m_sequence.at) {
        showTexts(m_sequence.at(m_row));
    }
}

void ImageOverlay::leave() {
    if (isHidden()) {
        return;
    }
    m_loader.cancel();
    hide();
    m_view->setImage({});
    m_sequence = {};
    Q_EMIT left();
}

void ImageOverlay::showRow(int row) {
    if (m_sequence.count <= 0) {
        return;
    }
    m_row = std::clamp(row, 0, m_sequence.count - 1);
    const ImageRef ref = m_sequence.at(m_row);
    showTexts(ref);
    m_position->setText(tr("%1 of %2")
                            .arg(widgets::countText(static_cast<std::uint64_t>(m_row) + 1),
                                 widgets::countText(static_cast<std::uint64_t>(m_sequence.count))));
    m_previous->setEnabled(m_row > 0);
    m_next->setEnabled(m_row + 1 < m_sequence.count);
    m_view->setEmptyText({});
    if (ref.image.isNull()) {
        m_loader.load(ref.path);
    } else {
        m_view->setImage(ref.image);
    }
    if (m_sequence.moved) {
        m_sequence.moved(m_row);
    }
}

void ImageOverlay::showTexts(const ImageRef& ref) {
    m_title->setText(ref.title);
    m_detail->setText(ref.detail);
}

bool ImageOverlay::takeKey(const QKeyEvent& key) {
    if (!m_sequence.takeKey || !m_sequence.takeKey(key)) {
        return false;
    }
    const int row = m_sequence.current ? m_sequence.current() : m_row;
    if (row >= 0 && row != m_row) {
        showRow(row);
    } else {
        refresh();
    }
    return true;
}

void ImageOverlay::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Escape:
        case Qt::Key_Return:
        case Qt::Key_Enter:
            leave();
            break;
        case Qt::Key_Left:
        case Qt::Key_Up:
        case Qt::Key_PageUp:
            showRow(m_row - 1);
            break;
        case Qt::Key_Right:
        case Qt::Key_Down:
        case Qt::Key_PageDown:
            showRow(m_row + 1);
            break;
        default:
            if (!takeKey(*event)) {
                QWidget::keyPressEvent(event);
            }
    }
}

bool ImageOverlay::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) {
        setGeometry(parentWidget()->rect());
    }
    // While the picture is fitted there is nothing to move: arrows leaf through the pictures.
    if (watched == m_view && event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        // The page's keys come before those of the picture: 1 is a class, not the actual size.
        if (takeKey(*key)) {
            return true;
        }
        const bool arrow = key->key() == Qt::Key_Left || key->key() == Qt::Key_Right ||
                           key->key() == Qt::Key_Up || key->key() == Qt::Key_Down;
        if (arrow && m_view->isFitted()) {
            keyPressEvent(key);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ImageOverlay::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), widgets::Theme::of(this).color(widgets::Token::Ground));
}

void ImageOverlay::retranslate() {
    m_previous->setText(tr("Previous"));
    m_previous->setToolTip(withShortcut(tr("Previous image"), QStringLiteral("←")));
    m_next->setText(tr("Next"));
    m_next->setToolTip(withShortcut(tr("Next image"), QStringLiteral("→")));
    m_close->setText(tr("Back"));
    m_close->setToolTip(withShortcut(tr("Back"), tr("Esc")));
    setAccessibleName(tr("Large view"));
    m_view->setAccessibleName(tr("Large view"));
}

void ImageOverlay::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
