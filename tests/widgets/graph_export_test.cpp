// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/graph_export.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>

#include "widgets/theme/theme.h"

namespace minarai::widgets {
namespace {

/// Two layers below each other, and a third one far to the right: 900 × 240.
GraphPicture wide() {
    GraphPicture picture;
    const auto add = [&](const char* key, qreal x, qreal y) {
        GraphNode node;
        node.key = QLatin1String(key);
        node.title = QStringLiteral("Conv2d 64");
        node.detail = node.key;
        node.rect = QRectF(x, y, 200, 44);
        picture.nodes.push_back(node);
    };
    add("first", 0, 0);
    add("second", 0, 196);
    add("third", 700, 196);
    GraphWire wire;
    wire.from = QStringLiteral("first");
    wire.to = QStringLiteral("second");
    wire.end = {wire.to, 0};
    wire.label = QStringLiteral("64×56×56 · 36.9 k");
    wire.route = {{100, 44}, {100, 196}};
    picture.wires = {wire};
    return picture;
}

QByteArray contentOf(const QString& file) {
    QFile open(file);
    EXPECT_TRUE(open.open(QIODevice::ReadOnly)) << file.toStdString();
    return open.readAll();
}

class GraphExport : public ::testing::Test {
  protected:
    QString path(const char* name) { return folder.filePath(QLatin1String(name)); }
    QTemporaryDir folder;
};

TEST_F(GraphExport, APngHasTheWholeGraphInItsOwnShape) {
    ASSERT_TRUE(exportGraph(wide(), QStringLiteral("net"), path("net.png")));
    const QImage image(path("net.png"));
    ASSERT_FALSE(image.isNull());
    // A margin of about 24 pixels on each side of 900 × 240.
    EXPECT_NEAR(static_cast<double>(image.width()) / image.height(), 948.0 / 288.0, 0.15);
    EXPECT_GE(image.width(), 2 * 900);
    // Something is drawn where each layer stands, and the ground is white.
    const auto isDrawn = [&](const QRect& area) {
        int dark = 0;
        for (int y = area.top(); y <= area.bottom(); ++y) {
            for (int x = area.left(); x <= area.right(); ++x) {
                dark += qGray(image.pixel(x, y)) < 100 ? 1 : 0;
            }
        }
        return dark > 40;
    };
    const int w = image.width();
    const int h = image.height();
    EXPECT_TRUE(isDrawn(QRect(0, 0, w / 4, h / 4)));
    EXPECT_TRUE(isDrawn(QRect(0, 3 * h / 4, w / 4, h / 4)));
    EXPECT_TRUE(isDrawn(QRect(3 * w / 4, 3 * h / 4, w / 4, h / 4)));
    EXPECT_FALSE(isDrawn(QRect(w / 2, 0, w / 2, h / 2)));
    EXPECT_EQ(image.pixelColor(2, 2), QColor(Qt::white));
}

TEST_F(GraphExport, ThePictureIsLightInTheDarkThemeToo) {
    ASSERT_TRUE(exportGraph(wide(), {}, path("light.png")));
    auto& theme = const_cast<Theme&>(Theme::of());
    theme.setMode(Theme::Mode::Dark);
    const Status done = exportGraph(wide(), {}, path("dark.png"));
    theme.setMode(Theme::Mode::Light);
    ASSERT_TRUE(done);
    EXPECT_EQ(QImage(path("dark.png")), QImage(path("light.png")));
}

TEST_F(GraphExport, PdfAndSvgHoldTheGraphAsLinesAndWords) {
    ASSERT_TRUE(exportGraph(wide(), QStringLiteral("net"), path("net.pdf")));
    const QByteArray pdf = contentOf(path("net.pdf"));
    EXPECT_TRUE(pdf.startsWith("%PDF-"));
    EXPECT_FALSE(pdf.contains("/Subtype /Image"));
    // One page of 0.75 points for a pixel.
    const qsizetype box = pdf.indexOf("/MediaBox [0 0 ");
    ASSERT_GE(box, 0);
    const double width = pdf.mid(box + 15, 12).split(' ').front().toDouble();
    EXPECT_NEAR(width, 948 * 0.75, 20);
    ASSERT_TRUE(exportGraph(wide(), QStringLiteral("net"), path("net.SVG")));
    const QByteArray svg = contentOf(path("net.SVG"));
    EXPECT_TRUE(svg.contains("<svg"));
    EXPECT_TRUE(svg.contains("64×56×56 · 36.9 k"));
    EXPECT_EQ(svg.count("Conv2d 64"), 3);
    EXPECT_TRUE(svg.contains("<title>net</title>"));
}

TEST_F(GraphExport, AVeryLargeGraphStaysWithinTheMemoryOfAPicture) {
    GraphPicture picture = wide();
    picture.nodes[2].rect.moveTo(60'000, 20'000);
    ASSERT_TRUE(exportGraph(picture, {}, path("large.png")));
    const QImage image(path("large.png"));
    EXPECT_LE(static_cast<qint64>(image.width()) * image.height(), 17'000'000);
    EXPECT_GT(static_cast<qint64>(image.width()) * image.height(), 15'000'000);
    ASSERT_TRUE(exportGraph(picture, {}, path("large.pdf")));
    const QByteArray pdf = contentOf(path("large.pdf"));
    const qsizetype box = pdf.indexOf("/MediaBox [0 0 ");
    EXPECT_NEAR(pdf.mid(box + 15, 12).split(' ').front().toDouble(), 14400, 2);
}

TEST_F(GraphExport, WhatCannotBeWrittenIsAnErrorAndLeavesNothing) {
    const Status ending = exportGraph(wide(), {}, path("net.gif"));
    ASSERT_FALSE(ending);
    EXPECT_EQ(ending.error().code, ErrorCode::FileFormat);
    const Status missing = exportGraph(wide(), {}, path("no/such/net.png"));
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::WriteFailed);
    EXPECT_TRUE(QDir(folder.path()).isEmpty());
}

}  // namespace
}  // namespace minarai::widgets
