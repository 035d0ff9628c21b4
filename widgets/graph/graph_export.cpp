// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/graph_export.h"

#include <QBuffer>
#include <QFileInfo>
#include <QGraphicsScene>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <algorithm>
#include <cmath>
#include <string_view>

#include "base/files.h"
#include "base/text.h"
#include "widgets/graph/graph_items.h"

namespace minarai::widgets {

namespace {

constexpr qreal kMargin = 16;
constexpr qreal kSharpness = 2;
/// 64 MB while it is drawn.
constexpr qreal kMostPixels = 16e6;
constexpr qreal kPointsPerPixel = 0.75;
constexpr qreal kPointsPerInch = 72;
/// Readers of PDF know no larger page.
constexpr qreal kMostPoints = 14400;

/// The drawing on a sheet of its own: nothing is chosen, nothing is out of view.
class Sheet {
  public:
    explicit Sheet(const GraphPicture& picture) : m_style(Theme::of(), false) {
        m_scene.setItemIndexMethod(QGraphicsScene::NoIndex);
        m_scene.setBackgroundBrush(m_style.surface);
        for (const GraphNode& node : picture.nodes) {
            auto* item = new GraphNodeItem(m_style);
            m_scene.addItem(item);
            item->setNode(node);
        }
        for (const GraphWire& wire : picture.wires) {
            auto* item = new GraphWireItem(m_style);
            m_scene.addItem(item);
            item->setWire(wire);
        }
        m_area = m_scene.itemsBoundingRect()
                     .adjusted(-kMargin, -kMargin, kMargin, kMargin)
                     .toAlignedRect();
    }

    [[nodiscard]] QSizeF size() const { return m_area.size(); }

    void paint(QPainter& painter, const QSizeF& size) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setRenderHint(QPainter::TextAntialiasing);
        m_scene.render(&painter, QRectF(QPointF(0, 0), size), m_area);
    }

  private:
    GraphStyle m_style;  ///< outlives the items
    QGraphicsScene m_scene;
    QRectF m_area;
};

bool writePng(Sheet& sheet, QIODevice& device) {
    const qreal area = sheet.size().width() * sheet.size().height();
    const qreal scale = std::min(kSharpness, std::sqrt(kMostPixels / area));
    QImage image((sheet.size() * scale).toSize(), QImage::Format_RGB32);
    if (image.isNull()) {
        return false;
    }
    image.fill(Qt::white);
    QPainter painter(&image);
    sheet.paint(painter, image.size());
    painter.end();
    return image.save(&device, "PNG");
}

bool writePdf(Sheet& sheet, const QString& title, QIODevice& device) {
    const qreal longest = std::max(sheet.size().width(), sheet.size().height());
    const qreal points = std::min(kPointsPerPixel, kMostPoints / longest);
    QPdfWriter writer(&device);
    writer.setTitle(title);
    writer.setCreator(QStringLiteral("Minarai"));
    writer.setPageSize(
        QPageSize(sheet.size() * points, QPageSize::Point, {}, QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF());
    writer.setResolution(qRound(kSharpness * kPointsPerInch / points));
    QPainter painter;
    if (!painter.begin(&writer)) {
        return false;
    }
    sheet.paint(painter, QSizeF(writer.width(), writer.height()));
    return painter.end();
}

bool writeSvg(Sheet& sheet, const QString& title, QIODevice& device) {
    QSvgGenerator generator;
    generator.setOutputDevice(&device);
    generator.setSize(sheet.size().toSize());
    generator.setViewBox(QRectF(QPointF(0, 0), sheet.size()));
    generator.setTitle(title);
    QPainter painter;
    if (!painter.begin(&generator)) {
        return false;
    }
    sheet.paint(painter, sheet.size());
    return painter.end();
}

}  // namespace

Status exportGraph(const GraphPicture& picture, const QString& title, const QString& path) {
    const std::filesystem::path target = fromUtf8(path.toStdString());
    const QString kind = QFileInfo(path).suffix().toLower();
    const bool isPng = kind == QLatin1String("png");
    const bool isPdf = kind == QLatin1String("pdf");
    if (!isPng && !isPdf && kind != QLatin1String("svg")) {
        return fail(ErrorCode::FileFormat, toUtf8(target),
                    MN_TEXT("Error", "a graph is exported as .png, .pdf or .svg"));
    }
    Sheet sheet(picture);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    const bool drawn = isPng   ? writePng(sheet, buffer)
                       : isPdf ? writePdf(sheet, title, buffer)
                               : writeSvg(sheet, title, buffer);
    if (!drawn) {
        return fail(ErrorCode::WriteFailed, toUtf8(target),
                    MN_TEXT("Error", "the picture could not be drawn"));
    }
    const QByteArray& bytes = buffer.data();
    return writeFileAtomically(
        target, std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

}  // namespace minarai::widgets
