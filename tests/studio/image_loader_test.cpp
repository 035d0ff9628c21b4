// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/image_loader.h"

#include <gtest/gtest.h>

#include <QImage>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "studio/session/paths.h"
#include "studio/studio_window.h"

namespace minarai::studio {
namespace {

TEST(ImageLoader, TellsTheSizeOfTheFileWhereFewerPixelsAreShown) {
    const QTemporaryDir folder;
    ImageLoader loader;
    QSignalSpy loaded(&loader, &ImageLoader::loaded);
    const auto load = [&](QSize size, const QString& name) {
        QImage image(size, QImage::Format_Grayscale8);
        image.fill(128);
        ASSERT_TRUE(image.save(folder.filePath(name)));
        const auto before = loaded.count();
        loader.load(toPath(folder.filePath(name)));
        ASSERT_TRUE(waitUntil([&] { return loaded.count() > before; }));
    };
    load({6016, 6000}, QStringLiteral("large.jpg"));
    ASSERT_EQ(loaded.count(), 1);
    EXPECT_EQ(loaded[0][0].value<QImage>().size(), QSize(3008, 3000));
    EXPECT_EQ(loaded[0][1].toSize(), QSize(6016, 6000));
    load({40, 30}, QStringLiteral("small.png"));
    ASSERT_EQ(loaded.count(), 2);
    EXPECT_EQ(loaded[1][0].value<QImage>().size(), QSize(40, 30));
    EXPECT_EQ(loaded[1][1].toSize(), QSize(40, 30));
}

}  // namespace
}  // namespace minarai::studio
