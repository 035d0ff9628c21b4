// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/shell/welcome_page.h"

#include <QEvent>
#include <QFileInfo>
#include <QPainter>

#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

constexpr int kPanelWidth = 460;
constexpr int kShownRecent = 5;

/// A row "flowers   ~/images" that opens the folder.
class RecentRow : public QAbstractButton {
  public:
    explicit RecentRow(const QString& folder) : m_folder(folder) {
        setFocusPolicy(Qt::TabFocus);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        setText(QFileInfo(folder).fileName());
        setAccessibleName(QStringLiteral("%1, %2").arg(text(), folder));
        setToolTip(folder);
    }
    [[nodiscard]] QSize sizeHint() const override { return {kPanelWidth, 32}; }

  protected:
    void enterEvent(QEnterEvent*) override { update(); }
    void leaveEvent(QEvent*) override { update(); }
    void paintEvent(QPaintEvent*) override {
        const auto& theme = widgets::Theme::of(this);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        if (underMouse() || hasFocus()) {
            painter.setPen(hasFocus() ? QPen(theme.color(widgets::Token::Accent), 1.5)
                                      : QPen(Qt::NoPen));
            painter.setBrush(theme.color(widgets::Token::Hover));
            painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), widgets::kSmallRadius,
                                    widgets::kSmallRadius);
        }
        theme.icon(QStringLiteral("folder-open"))
            .paint(&painter, QRect(10, (height() - 16) / 2, 16, 16));
        painter.setFont(theme.font(widgets::FontRole::Body));
        painter.setPen(theme.color(widgets::Token::Text));
        const int half = width() * 45 / 100;
        const QRect nameRect(36, 0, half - 44, height());
        painter.drawText(
            nameRect, Qt::AlignVCenter | Qt::AlignLeft,
            painter.fontMetrics().elidedText(text(), Qt::ElideRight, nameRect.width()));
        painter.setFont(theme.font(widgets::FontRole::Secondary));
        painter.setPen(theme.color(widgets::Token::Secondary));
        const QRect pathRect(half, 0, width() - half - 10, height());
        painter.drawText(pathRect, Qt::AlignVCenter | Qt::AlignRight,
                         painter.fontMetrics().elidedText(QFileInfo(m_folder).path(),
                                                          Qt::ElideMiddle, pathRect.width()));
    }

  private:
    QString m_folder;
};

}  // namespace

WelcomePage::WelcomePage(Workspace& workspace, const Actions& actions, QWidget* parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_panel(new QWidget(this)),
      m_title(new QLabel),
      m_sentence(new QLabel),
      m_middle(new QStackedWidget),
      m_recentTitle(new QLabel),
      m_recent(new QVBoxLayout) {
    auto* outer = new QVBoxLayout(this);
    outer->addWidget(m_panel, 0, Qt::AlignCenter);
    m_panel->setFixedWidth(kPanelWidth);
    auto* layout = new QVBoxLayout(m_panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto* mark = new QLabel;
    mark->setPixmap(widgets::Theme::appIcon().pixmap(64, 64));
    layout->addWidget(mark, 0, Qt::AlignHCenter);
    widgets::setRole(m_title, "title");
    m_title->setAlignment(Qt::AlignHCenter);
    layout->addWidget(m_title);
    widgets::setRole(m_sentence, "secondary");
    m_sentence->setWordWrap(true);
    m_sentence->setAlignment(Qt::AlignHCenter);
    layout->addWidget(m_sentence);
    layout->addSpacing(12);
    m_middle->addWidget(makeStart(actions));
    m_middle->addWidget(makeProgress());
    m_middle->setFixedHeight(116);
    layout->addWidget(m_middle);
    layout->addSpacing(12);
    widgets::setRole(m_recentTitle, "label");
    layout->addWidget(m_recentTitle);
    m_recent->setSpacing(0);
    layout->addLayout(m_recent);

    ProjectSession& project = workspace.project();
    connect(&project, &ProjectSession::openStarted, this, &WelcomePage::showOpening);
    connect(&project, &ProjectSession::openProgressed, this, &WelcomePage::showProgress);
    connect(&project, &ProjectSession::openFailed, this, [this] { m_middle->setCurrentIndex(0); });
    connect(&project, &ProjectSession::openCancelled, this,
            [this] { m_middle->setCurrentIndex(0); });
    connect(&project, &ProjectSession::opened, this, [this] {
        m_middle->setCurrentIndex(0);
        fillRecent();
    });
    setFocusProxy(m_open);
    fillRecent();
    retranslate();
}

QWidget* WelcomePage::makeStart(const Actions& actions) {
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(16, 0, 16, 0);
    layout->setSpacing(14);
    layout->addStretch();
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    m_open = new QPushButton;
    m_sample = new QPushButton;
    m_import = new QPushButton;
    m_open->setObjectName(QStringLiteral("openFolder"));
    m_sample->setObjectName(QStringLiteral("trySample"));
    widgets::setRole(m_open, "primary");
    buttons->addStretch();
    buttons->addWidget(m_open);
    buttons->addWidget(m_sample);
    buttons->addWidget(m_import);
    buttons->addStretch();
    connect(m_open, &QPushButton::clicked, actions.get(ActionId::Open), &QAction::trigger);
    connect(m_sample, &QPushButton::clicked, actions.get(ActionId::Sample), &QAction::trigger);
    m_import->setObjectName(QStringLiteral("importDataset"));
    connect(m_import, &QPushButton::clicked, actions.get(ActionId::Import), &QAction::trigger);
    m_dropText = new QLabel;
    m_dropText->setAlignment(Qt::AlignHCenter);
    m_dropText->setWordWrap(true);
    widgets::setRole(m_dropText, "secondary");
    layout->addLayout(buttons);
    layout->addWidget(m_dropText);
    layout->addStretch();
    return box;
}

QWidget* WelcomePage::makeProgress() {
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(32, 0, 32, 0);
    layout->setSpacing(10);
    layout->addStretch();
    m_progress = new QLabel;
    m_progress->setAlignment(Qt::AlignHCenter);
    m_bar = new widgets::ThinProgressBar(widgets::ThinProgressBar::Caption::None);
    m_cancel = new QPushButton;
    connect(m_cancel, &QPushButton::clicked, &m_workspace.project(), &ProjectSession::cancelOpen);
    layout->addWidget(m_progress);
    layout->addWidget(m_bar);
    layout->addWidget(m_cancel, 0, Qt::AlignHCenter);
    layout->addStretch();
    return box;
}

void WelcomePage::fillRecent() {
    while (QLayoutItem* item = m_recent->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    const QStringList folders = m_workspace.settings().recentFolders().mid(0, kShownRecent);
    for (const QString& folder : folders) {
        auto* row = new RecentRow(folder);
        connect(row, &QAbstractButton::clicked, this,
                [this, folder] { Q_EMIT folderChosen(folder); });
        m_recent->addWidget(row);
    }
    m_recentTitle->setVisible(!folders.isEmpty());
}

void WelcomePage::showOpening() {
    m_middle->setCurrentIndex(1);
    showProgress(0, 0);
}

void WelcomePage::showProgress(quint64 done, quint64 total) {
    const QString name = toQString(m_workspace.project().openingFolder().filename());
    m_progress->setText(done == 0
                            ? tr("Opening “%1”…").arg(name)
                            : tr("Opening “%1”: %2 images").arg(name, widgets::countText(done)));
    m_bar->setProgress(done, total);
}

void WelcomePage::setDropHint(bool on) {
    if (m_dropHint != on) {
        m_dropHint = on;
        update();
    }
}

void WelcomePage::paintEvent(QPaintEvent*) {
    const auto& theme = widgets::Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF zone =
        QRectF(m_middle->geometry().translated(m_panel->pos())).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setBrush(
        theme.color(m_dropHint ? widgets::Token::AccentGround : widgets::Token::Surface));
    QPen pen(theme.color(m_dropHint ? widgets::Token::Accent : widgets::Token::Tertiary),
             m_dropHint ? 1.5 : 1.0, Qt::CustomDashLine);
    pen.setDashPattern({4, 3});
    painter.setPen(pen);
    painter.drawRoundedRect(zone, widgets::kRadius, widgets::kRadius);
}

void WelcomePage::retranslate() {
    m_title->setText(tr("Teach this computer to tell images apart"));
    m_sentence->setText(widgets::phrased(
        tr("Open a folder that holds one folder of images for each class. Minarai learns from "
           "them here, on this machine.")));
    m_open->setText(tr("Open folder…"));
    m_open->setToolTip(withShortcut(tr("Open folder"), QStringLiteral("Ctrl+O")));
    m_sample->setText(tr("Try the sample"));
    m_sample->setToolTip(tr("Small drawn pictures, for a first look"));
    m_import->setText(tr("Import…"));
    m_import->setToolTip(withShortcut(tr("MNIST, Fashion-MNIST, CIFAR"), QStringLiteral("Ctrl+I")));
    m_dropText->setText(tr("or drop a folder anywhere in this window"));
    m_cancel->setText(tr("Cancel"));
    m_recentTitle->setText(tr("Recent folders"));
    setAccessibleName(tr("Welcome"));
}

void WelcomePage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
