// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/theme.h"

#include <QDir>
#include <QFile>
#include <QFontDatabase>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QPalette>
#include <QPixmapCache>
#include <QRegularExpression>
#include <QStyle>
#include <QVariant>
#include <QWidget>
#include <array>
#include <optional>
#include <set>

#include "widgets/theme/desktop_scheme.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/style.h"

static void initMinaraiResources() {
    Q_INIT_RESOURCE(minarai_widgets);
}

namespace minarai::widgets {
namespace {

constexpr auto kProperty = "minaraiTheme";
constexpr auto kRoleProperty = "mnRole";

// Okabe and Ito (2008) without yellow, which vanishes on white, then Tol's muted set (2021).
constexpr std::array<QRgb, 12> kClassColors{0xff0072b2, 0xffe69f00, 0xff009e73, 0xffcc79a7,
                                            0xff56b4e9, 0xffd55e00, 0xff882255, 0xff999933,
                                            0xff44aa99, 0xff332288, 0xffcc6677, 0xff117733};

bool hasTabularDigits(const QString& family) {
    QFont font(family);
    font.setPixelSize(100);
    const QFontMetricsF metrics(font);
    std::set<int> widths;
    for (char digit = '0'; digit <= '9'; ++digit) {
        widths.insert(qRound(metrics.horizontalAdvance(QLatin1Char(digit))));
    }
    return widths.size() == 1;
}

/// The system's font, unless the system has not chosen one or its digits would make numbers jump.
QString chooseFamily() {
    const QString system = QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
    const QStringList installed = QFontDatabase::families();
    // Fontconfig's aliases count as installed, but stand for "nothing chosen".
    const QStringList aliases{QStringLiteral("Sans Serif"), QStringLiteral("Sans"),
                              QStringLiteral("sans-serif")};
    const bool chosen = installed.contains(system) && !aliases.contains(system);
    if (chosen && hasTabularDigits(system)) {
        return system;
    }
    for (const auto* candidate : {"Noto Sans", "Cantarell", "Liberation Sans", "DejaVu Sans"}) {
        const QString family = QLatin1String(candidate);
        if (installed.contains(family) && hasTabularDigits(family)) {
            return family;
        }
    }
    return system;
}

QPalette paletteFor(bool dark) {
    const auto c = [dark](Token token) { return tokenColor(token, dark); };
    QPalette palette;
    palette.setColor(QPalette::Window, c(Token::Ground));
    palette.setColor(QPalette::WindowText, c(Token::Text));
    palette.setColor(QPalette::Base, c(Token::Surface));
    palette.setColor(QPalette::AlternateBase, c(Token::Ground));
    palette.setColor(QPalette::Text, c(Token::Text));
    palette.setColor(QPalette::PlaceholderText, c(Token::Secondary));
    palette.setColor(QPalette::Button, c(Token::Surface));
    palette.setColor(QPalette::ButtonText, c(Token::Text));
    palette.setColor(QPalette::BrightText, c(Token::ErrorText));
    palette.setColor(QPalette::Highlight, c(Token::Accent));
    palette.setColor(QPalette::HighlightedText, c(Token::OnAccent));
    palette.setColor(QPalette::ToolTipBase, c(Token::Surface));
    palette.setColor(QPalette::ToolTipText, c(Token::Text));
    palette.setColor(QPalette::Link, c(Token::Accent));
    palette.setColor(QPalette::LinkVisited, c(Token::Accent));
    palette.setColor(QPalette::Light, c(Token::Surface));
    palette.setColor(QPalette::Midlight, c(Token::Hover));
    palette.setColor(QPalette::Mid, c(Token::Border));
    palette.setColor(QPalette::Dark, c(Token::Tertiary));
    palette.setColor(QPalette::Shadow, c(Token::Border));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, c(Token::Tertiary));
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, c(Token::Border));
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, c(Token::Secondary));
    return palette;
}

/// style.qss with "@name" replaced by the token's colour and "@scheme" by "light" or "dark".
QString sheetFor(bool dark) {
    QFile file(QStringLiteral(":/minarai/style.qss"));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    const QString text = QString::fromUtf8(file.readAll());
    static const QRegularExpression name(QStringLiteral("@([a-z-]+)"));
    QString sheet;
    qsizetype from = 0;
    for (auto it = name.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        sheet += text.mid(from, match.capturedStart() - from);
        sheet += match.captured(1) == QLatin1String("scheme")
                     ? QString(dark ? QLatin1String("dark") : QLatin1String("light"))
                     : tokenColor(tokenByName(match.captured(1)), dark).name();
        from = match.capturedEnd();
    }
    return sheet + text.mid(from);
}

}  // namespace

struct Theme::State {
    QApplication& app;
    QString family;
    Mode mode = Mode::System;
    bool systemDark = false;
    std::optional<bool> applied;
};

Theme::Theme(QApplication& app) : m_state(std::make_unique<State>(State{app, {}, {}, {}, {}})) {
    initMinaraiResources();
    m_state->family = chooseFamily();
    // Our own palette hides the system's, so it has to be looked at before.
    const QString gtkTheme = qEnvironmentVariable("GTK_THEME");
    m_state->systemDark = app.palette().color(QPalette::Window).lightness() < 110 ||
                          gtkTheme.endsWith(QLatin1String("dark"), Qt::CaseInsensitive);
    app.setProperty(kProperty, QVariant::fromValue<QObject*>(this));
    app.setStyle(new Style(*this));
    app.setFont(font(FontRole::Body));
    app.setWindowIcon(appIcon());
    apply();
    connect(new DesktopScheme(this), &DesktopScheme::preferred, this, [this](bool dark) {
        m_state->systemDark = dark;
        apply();
    });
}

Theme::~Theme() {
    // The style refers to this theme and must not outlive it.
    m_state->app.setStyleSheet({});
    m_state->app.setStyle(QStringLiteral("Fusion"));
    m_state->app.setProperty(kProperty, {});
}

const Theme& Theme::of(const QWidget* /*widget*/) {
    const auto* theme = qobject_cast<Theme*>(qApp->property(kProperty).value<QObject*>());
    if (theme == nullptr) {
        qFatal("Create a minarai::widgets::Theme before the first widget.");
    }
    return *theme;
}

void Theme::setMode(Mode mode) {
    m_state->mode = mode;
    apply();
}

Theme::Mode Theme::mode() const {
    return m_state->mode;
}

bool Theme::isDark() const {
    return m_state->mode == Mode::Dark || (m_state->mode == Mode::System && m_state->systemDark);
}

QColor Theme::color(Token token) const {
    return tokenColor(token, isDark());
}

QColor Theme::classColor(int index) const {
    const auto count = static_cast<int>(kClassColors.size());
    const QColor color(kClassColors[static_cast<std::size_t>(((index % count) + count) % count)]);
    if (!isDark()) {
        return color;
    }
    // The deep ones would sink into a dark ground.
    return color.lightness() < 90 ? mixed(color, Qt::white, 0.45) : mixed(color, Qt::white, 0.12);
}

QFont Theme::font(FontRole role) const {
    QFont font;
    font.setFamilies({m_state->family, QStringLiteral("Noto Sans CJK JP")});
    font.setStyleHint(QFont::SansSerif);
    switch (role) {
        case FontRole::Body:
            font.setPixelSize(kBodyPx);
            break;
        case FontRole::Secondary:
            font.setPixelSize(kSecondaryPx);
            break;
        case FontRole::Label:
            font.setPixelSize(kLabelPx);
            break;
        case FontRole::Heading:
            font.setPixelSize(kSecondaryPx);
            font.setWeight(QFont::DemiBold);
            break;
        case FontRole::Title:
            font.setPixelSize(15);
            font.setWeight(QFont::DemiBold);
            break;
        case FontRole::Figure:
            font.setPixelSize(kFigurePx);
            font.setWeight(QFont::DemiBold);
            break;
    }
    return font;
}

QIcon Theme::icon(const QString& name, Token tint) const {
    const QString file = QStringLiteral(":/minarai/icons/%1.svg").arg(name);
    if (!QFile::exists(file)) {
        return {};
    }
    return QIcon(new TintedIconEngine(this, file, tint));
}

QIcon Theme::appIcon() {
    return QIcon(QStringLiteral(":/minarai/minarai.svg"));
}

QStringList Theme::iconNames() {
    initMinaraiResources();
    QStringList names;
    for (const QString& file : QDir(QStringLiteral(":/minarai/icons")).entryList(QDir::Files)) {
        names << file.chopped(4);
    }
    return names;
}

void Theme::apply() {
    const bool dark = isDark();
    if (m_state->applied == dark) {
        return;
    }
    m_state->applied = dark;
    QPixmapCache::clear();
    m_state->app.setPalette(paletteFor(dark));
    m_state->app.setStyleSheet(sheetFor(dark));
    Q_EMIT changed();
}

void setRole(QWidget* widget, const char* role) {
    widget->setProperty(kRoleProperty, QString::fromLatin1(role));
    widget->setAttribute(Qt::WA_StyledBackground);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

}  // namespace minarai::widgets
