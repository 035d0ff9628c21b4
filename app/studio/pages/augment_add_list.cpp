// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/augment_add_list.h"

#include <QScreen>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>
#include <vector>

#include "augment/transform_about.h"
#include "studio/session/augment_document.h"
#include "studio/texts.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"

namespace minarai::studio {

namespace {

constexpr int kLeastWidth = 280;
constexpr int kMostHeight = 420;

QString meaningOf(const augment::Transform& transform) {
    return coreText("Transform", std::string(augment::aboutTransform(transform).meaning));
}

std::vector<widgets::SearchSection> sections() {
    std::vector<widgets::SearchSection> sections;
    for (int kind = 0; kind < augment::kTransformKinds; ++kind) {
        const auto wanted = static_cast<augment::TransformKind>(kind);
        widgets::SearchSection section;
        section.heading = coreText("Transform", std::string(augment::transformKindName(wanted)));
        for (const augment::Transform* transform : augment::allTransforms()) {
            if (augment::aboutTransform(*transform).kind == wanted) {
                const QString name = transformTitle(*transform);
                section.entries.push_back({name, meaningOf(*transform), name, {}});
            }
        }
        sections.push_back(std::move(section));
    }
    return sections;
}

}  // namespace

AugmentAddList::AugmentAddList(QWidget* parent)
    : QFrame(parent, Qt::Popup), m_choices(new widgets::SearchList), m_about(new QLabel) {
    setObjectName(QStringLiteral("addList"));
    widgets::setRole(this, "card");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 10, 10, 10);
    column->setSpacing(8);
    search()->setObjectName(QStringLiteral("addSearch"));
    list()->setObjectName(QStringLiteral("addChoices"));
    widgets::setRole(m_about, "secondary");
    m_about->setWordWrap(true);
    m_about->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_about->setFixedHeight(m_about->fontMetrics().lineSpacing() * 3);
    column->addWidget(m_choices, 1);
    column->addWidget(m_about);
    connect(list(), &QListView::clicked, m_choices, &widgets::SearchList::activateCurrent);
    connect(m_choices, &widgets::SearchList::activated, this, [this](const QString& transform) {
        hide();
        Q_EMIT chosen(transform);
    });
    connect(m_choices, &widgets::SearchList::escaped, this, &QWidget::hide);
    connect(m_choices, &widgets::SearchList::currentChanged, this, [this](const QString& about) {
        m_about->setText(about.isEmpty() ? tr("No transform matches.") : widgets::phrased(about));
    });
    retranslate();
}

void AugmentAddList::openBeneath(QWidget* button) {
    search()->clear();
    const QRect screen = button->screen()->availableGeometry();
    QPoint place = button->mapToGlobal(QPoint(0, button->height() + 4));
    const int height = std::min(kMostHeight, screen.height() - 40);
    const int width = std::max(kLeastWidth, button->width());
    place.setX(std::clamp(place.x(), screen.left(), screen.right() - width));
    if (place.y() + height > screen.bottom()) {
        place.setY(std::max(screen.top(), button->mapToGlobal(QPoint(0, -4)).y() - height));
    }
    setGeometry(QRect(place, QSize(width, height)));
    show();
    search()->setFocus(Qt::PopupFocusReason);
    m_choices->chooseFirst();
}

void AugmentAddList::retranslate() {
    setAccessibleName(tr("Add a step"));
    search()->setPlaceholderText(tr("Find a transform"));
    search()->setAccessibleName(tr("Find a transform"));
    list()->setAccessibleName(tr("Transforms"));
    m_choices->model()->setSections(sections());
}

void AugmentAddList::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QFrame::changeEvent(event);
}

}  // namespace minarai::studio
