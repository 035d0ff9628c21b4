// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/shell/sheet.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "studio/texts.h"
#include "widgets/theme/card.h"
#include "widgets/theme/theme.h"

namespace minarai::studio {

namespace {

constexpr int kMargin = 24;  ///< around a panel at least

QLabel* textLabel(const QString& text, const char* role) {
    auto* label = new QLabel(text);
    widgets::setRole(label, role);
    return label;
}

QWidget* shortcutColumn(const std::vector<const ShortcutGroup*>& groups) {
    auto* column = new QWidget;
    auto* grid = new QGridLayout(column);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(4);
    int row = 0;
    for (const ShortcutGroup* group : groups) {
        if (row > 0) {
            grid->setRowMinimumHeight(row++, 4);
        }
        grid->addWidget(textLabel(group->title, "heading"), row++, 0, 1, 2);
        for (const ShortcutLine& line : group->lines) {
            grid->addWidget(new widgets::Badge(line.keys), row, 0, Qt::AlignLeft);
            grid->addWidget(textLabel(line.text, "secondary"), row++, 1);
        }
    }
    grid->setColumnStretch(1, 1);
    grid->setRowStretch(row, 1);
    return column;
}

using ShortcutColumns = std::array<std::vector<const ShortcutGroup*>, 3>;

/// Columns of about as many lines: the longest group goes first, each into the shortest column, in
/// which the groups keep their order.
ShortcutColumns balanced(const std::vector<ShortcutGroup>& groups) {
    ShortcutColumns columns;
    std::vector<const ShortcutGroup*> longest;
    for (const ShortcutGroup& group : groups) {
        longest.push_back(&group);
    }
    std::stable_sort(longest.begin(), longest.end(), [](const auto* a, const auto* b) {
        return a->lines.size() > b->lines.size();
    });
    const auto height = [](const std::vector<const ShortcutGroup*>& column) {
        std::size_t rows = 0;
        for (const ShortcutGroup* group : column) {
            rows += group->lines.size() + 1;
        }
        return rows;
    };
    for (const ShortcutGroup* group : longest) {
        auto& column =
            *std::min_element(columns.begin(), columns.end(),
                              [&](const auto& a, const auto& b) { return height(a) < height(b); });
        // They stand in one vector: its order is theirs.
        column.insert(std::upper_bound(column.begin(), column.end(), group), group);
    }
    return columns;
}

/// As large as what is in it where there is room, and rolled where there is none.
class Roll final : public QScrollArea {
  public:
    explicit Roll(QWidget* content) {
        setFrameShape(QFrame::NoFrame);
        setWidget(content);
        setWidgetResizable(true);
        viewport()->setAutoFillBackground(false);
        content->setAutoFillBackground(false);
    }
    [[nodiscard]] QSize sizeHint() const override {
        return widget()->sizeHint() + QSize(verticalScrollBar()->sizeHint().width(), 0);
    }
};

}  // namespace

Sheet::Sheet(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    parent->installEventFilter(this);
    auto* layout = new QVBoxLayout(this);
    layout->setAlignment(Qt::AlignCenter);
    layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    hide();
}

void Sheet::present(QWidget* panel, const QString& name, double share) {
    setAccessibleName(name);
    if (isHidden()) {
        m_before = window()->focusWidget();
    }
    delete m_panel;
    m_panel = panel;
    m_share = share;
    addCloseButton();
    layout()->addWidget(panel);
    layout()->setAlignment(panel, Qt::AlignCenter);
    fit();
    show();
    raise();
    setFocus();
}

void Sheet::addCloseButton() {
    auto* card = qobject_cast<widgets::Card*>(m_panel);
    card = card != nullptr ? card : m_panel->findChild<widgets::Card*>();
    if (card == nullptr) {
        return;
    }
    QToolButton* button = widgets::iconButton(QStringLiteral("cross"),
                                              withShortcut(tr("Close"), QStringLiteral("Esc")));
    button->setObjectName(QStringLiteral("closeSheet"));
    button->setAccessibleName(tr("Close"));
    card->addHeaderWidget(button);
    // The button goes with the panel, after its click.
    connect(button, &QToolButton::clicked, this, &Sheet::close, Qt::QueuedConnection);
}

void Sheet::fit() {
    setGeometry(parentWidget()->rect());
    if (m_panel != nullptr && m_share > 0) {
        m_panel->setFixedSize(size() * m_share);
    }
}

void Sheet::showShortcuts(const Actions& actions) {
    auto* card = new widgets::Card(tr("Keyboard"));
    auto* content = new QWidget;
    auto* columns = new QHBoxLayout(content);
    columns->setContentsMargins(4, 4, 4, 4);
    columns->setSpacing(18);
    const std::vector<ShortcutGroup> groups = actions.shortcuts();
    for (const auto& part : balanced(groups)) {
        columns->addWidget(shortcutColumn(part));
    }
    auto* roll = new Roll(content);
    roll->setObjectName(QStringLiteral("shortcuts"));
    card->setContent(roll);
    present(card, tr("Keyboard"));
    roll->setFocus();
}

void Sheet::showAbout(const QString& engineLine) {
    auto* card = new widgets::Card;
    card->setMaximumWidth(420);
    auto* mark = new QLabel;
    mark->setPixmap(widgets::Theme::appIcon().pixmap(56, 56));
    card->body()->setContentsMargins(20, 20, 20, 20);
    card->body()->setSpacing(8);
    card->body()->addWidget(mark);
    card->body()->addWidget(textLabel(
        QStringLiteral("Minarai %1").arg(QCoreApplication::applicationVersion()), "title"));
    auto* text = textLabel(
        tr("A studio in which you teach a computer to tell images apart and watch it learn. "
           "Minarai (見習い) is Japanese for one who learns by watching."),
        "secondary");
    text->setWordWrap(true);
    card->body()->addWidget(text);
    card->body()->addWidget(textLabel(engineLine, "label"));
    card->body()->addWidget(textLabel(tr("Licence: GPL-3.0-or-later"), "label"));
    present(card, tr("About Minarai"));
}

void Sheet::close() {
    hide();
    // It may stand on a page that was left meanwhile.
    if (m_before != nullptr && m_before->isVisible()) {
        m_before->setFocus(Qt::PopupFocusReason);
    }
    delete m_panel;
    m_panel = nullptr;
}

void Sheet::paintEvent(QPaintEvent*) {
    QColor veil = widgets::Theme::of(this).color(widgets::Token::Ground);
    veil.setAlphaF(0.82F);
    QPainter(this).fillRect(rect(), veil);
}

void Sheet::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        close();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void Sheet::mousePressEvent(QMouseEvent* event) {
    if (m_panel == nullptr || !m_panel->geometry().contains(event->pos())) {
        close();
    }
}

bool Sheet::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize && isVisible()) {
        fit();
    }
    return QWidget::eventFilter(watched, event);
}

void Sheet::changeEvent(QEvent* event) {
    // Its texts were made for the old language.
    if (event->type() == QEvent::LanguageChange && isVisible()) {
        close();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
