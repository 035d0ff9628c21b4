// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A screen with two pixels for each: CTest runs this program with QT_SCALE_FACTOR=2.
#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QImage>
#include <QPixmap>
#include <algorithm>

#include "base/files.h"
#include "studio/session/paths.h"
#include "studio/studio_window.h"

namespace minarai::studio {
namespace {

class ScaleTwo : public testing::Test {
  protected:
    StudioWindow m_studio;

    void SetUp() override {
        ASSERT_EQ(m_studio.window.devicePixelRatioF(), 2) << "QT_SCALE_FACTOR=2 is not set";
    }
};

/// Two classes of pictures that are larger than any thumbnail.
void writeLargeImages(const std::filesystem::path& folder) {
    for (const char* name : {"dark", "light"}) {
        ASSERT_TRUE(makeFolder(folder / name));
        for (int i = 0; i < 4; ++i) {
            QImage image(1200, 900, QImage::Format_RGB32);
            image.fill(QColor::fromHsv(i * 80, 120, name[0] == 'd' ? 60 : 220));
            ASSERT_TRUE(image.save(toQString(folder / name / (std::to_string(i) + ".png"))));
        }
    }
}

/// What a widget itself paints on this screen.
QImage paintingOf(QWidget& widget) {
    QPixmap pixmap(widget.size() * 2);
    pixmap.setDevicePixelRatio(2);
    pixmap.fill(Qt::white);
    widget.render(&pixmap, QPoint(), QRegion(), QWidget::DrawWindowBackground);
    return pixmap.toImage().convertToFormat(QImage::Format_RGB32);
}

/// Squares of two by two pixels that are not of one colour. In a picture that was painted for half
/// the resolution and enlarged there are none.
int fineSquares(const QImage& image) {
    int count = 0;
    for (int y = 0; y + 1 < image.height(); y += 2) {
        for (int x = 0; x + 1 < image.width(); x += 2) {
            const QRgb first = image.pixel(x, y);
            const bool isPlain = image.pixel(x + 1, y) == first && image.pixel(x, y + 1) == first &&
                                 image.pixel(x + 1, y + 1) == first;
            count += isPlain ? 0 : 1;
        }
    }
    return count;
}

bool scrolls(const QWidget* widget) {
    for (const QWidget* above = widget->parentWidget(); above != nullptr;
         above = above->parentWidget()) {
        if (qobject_cast<const QAbstractScrollArea*>(above) != nullptr) {
            return true;
        }
    }
    return false;
}

/// Those that are not wholly in the window, by their names and texts.
QStringList cutButtons(const QWidget& window) {
    QStringList cut;
    for (const auto* button : window.findChildren<QAbstractButton*>()) {
        const QRect place(button->mapTo(&window, QPoint()), button->size());
        if (button->isVisible() && !scrolls(button) && !window.rect().contains(place)) {
            cut << button->objectName() + QStringLiteral(" “") + button->text() + QChar(u'”');
        }
    }
    return cut;
}

TEST_F(ScaleTwo, EveryPageIsPaintedInAllPixelsWithItsButtonsInTheWindow) {
    const auto images = m_studio.path("shapes");
    writeImages(images, 2, 6);
    ASSERT_TRUE(m_studio.openByDrop(images));
    MainWindow& window = m_studio.window;
    for (const auto page : {MainWindow::kData, MainWindow::kAugment, MainWindow::kModel,
                            MainWindow::kTrain, MainWindow::kPredict}) {
        SCOPED_TRACE(page);
        window.showPage(page);
        ASSERT_TRUE(waitUntil([&] { return window.currentPage() == page; }));
        const QImage picture = window.grab().toImage();
        EXPECT_EQ(picture.size(), window.size() * 2);
        EXPECT_GT(fineSquares(picture), 1000);
        EXPECT_TRUE(waitUntil([&] { return cutButtons(window).isEmpty(); }))
            << cutButtons(window).join(QStringLiteral(", ")).toStdString();
    }
}

TEST_F(ScaleTwo, ThumbnailsHaveThePixelsOfTheScreen) {
    const auto images = m_studio.path("large");
    writeLargeImages(images);
    ASSERT_TRUE(m_studio.openByDrop(images));
    const widgets::GalleryView& gallery = *m_studio.window.dataPage().gallery();
    ASSERT_TRUE(waitUntil([&] { return gallery.model()->rowCount() == 8; }));
    ThumbnailService& thumbnails = m_studio.workspace.thumbnails();
    const quint64 key = m_studio.workspace.imageKey(1);
    // Without regard to the scale it would be a cell's width at most.
    QSize size;
    EXPECT_TRUE(waitUntil([&] {
        size = thumbnails.cached(key, QSize(1, 1)).size();
        return std::min(size.width(), size.height()) > gallery.gridSize().width() * 3 / 2;
    })) << size.width()
        << " x " << size.height() << " in a cell of " << gallery.gridSize().width();
}

TEST_F(ScaleTwo, ChartsArePaintedForThePixelsOfTheScreen) {
    const auto images = m_studio.path("shapes");
    writeImages(images, 2, 12);
    ASSERT_TRUE(m_studio.openByDrop(images));
    m_studio.window.showPage(MainWindow::kTrain);
    m_studio.setQuickRecipe(3);
    ASSERT_TRUE(m_studio.click("startTraining"));
    ASSERT_TRUE(waitUntil([&] { return m_studio.workspace.train().run()->ended.has_value(); }));
    widgets::CurveChart* chart = m_studio.window.trainPage().board()->lossChart();
    ASSERT_TRUE(waitUntil([&] { return chart->points("val").size() == 3; }));
    QWidget* plot = nullptr;
    for (auto* child : chart->findChildren<QWidget*>()) {
        plot = child->inherits("QCustomPlot") ? child : plot;
    }
    ASSERT_NE(plot, nullptr);
    ASSERT_TRUE(plot->isVisible());
    EXPECT_TRUE(waitUntil([&] { return fineSquares(paintingOf(*plot)) > 100; }))
        << "the curves are painted for half of the pixels";
}

}  // namespace
}  // namespace minarai::studio
