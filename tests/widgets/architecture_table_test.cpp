// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of architectures and layers, with a person's keys and clicks.
#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QHeaderView>
#include <QSignalSpy>
#include <QTest>

#include "widgets/tables/architecture_model.h"
#include "widgets/tables/data_table.h"
#include "widgets/tables/layer_model.h"

namespace minarai::widgets {
namespace {

ArchitectureRow row(const QString& name, const QString& family, std::int64_t parameters) {
    ArchitectureRow result;
    result.name = name;
    result.family = family;
    result.parameters = parameters;
    result.macs = parameters * 10;
    result.bytes = static_cast<std::uint64_t>(parameters) * 4;
    return result;
}

QVector<ArchitectureRow> someRows() {
    QVector<ArchitectureRow> rows{
        row("resnet18", "ResNet", 11'689'512), row("resnet50", "ResNet", 25'557'032),
        row("vgg16", "VGG", 138'357'544), row("lite_cnn", "Teaching", 900'000)};
    rows[0].words = QStringLiteral("He et al. 2015");
    rows[1].trainMs = 12.5;
    rows[3].trainMs = 0.75;
    return rows;
}

class ArchitectureTable : public testing::Test {
  protected:
    ArchitectureTable() : testerOfRows(&rows), testerOfFilter(&filter) {
        rows.setRows(someRows());
        filter.setSourceModel(&rows);
        table.setSortingEnabled(true);
        table.setModel(&filter);
        table.header()->setSortIndicator(-1, Qt::AscendingOrder);
        table.resize(800, 200);
        table.show();
    }

    [[nodiscard]] QStringList names() const {
        QStringList result;
        for (int i = 0; i < filter.rowCount(); ++i) {
            result << filter.index(i, ArchitectureModel::Name).data().toString();
        }
        return result;
    }

    void clickHeader(int column) {
        const int x = table.header()->sectionViewportPosition(column) + 10;
        QTest::mouseClick(table.header()->viewport(), Qt::LeftButton, {},
                          QPoint(x, table.header()->height() / 2));
    }

    ArchitectureModel rows;
    ArchitectureFilter filter;
    QAbstractItemModelTester testerOfRows;
    QAbstractItemModelTester testerOfFilter;
    DataTable table;
};

TEST_F(ArchitectureTable, SaysNumbersInWordsAndNothingForTheUnknown) {
    EXPECT_EQ(rows.index(0, ArchitectureModel::Parameters).data().toString(), "11.7 M");
    EXPECT_EQ(rows.index(1, ArchitectureModel::TrainTime).data().toString(), "12.5");
    EXPECT_EQ(rows.index(0, ArchitectureModel::TrainTime).data().toString(), "–");
    EXPECT_EQ(rows.index(0, ArchitectureModel::Epoch).data().toString(), "–");
    ArchitectureRow measuring = rows.row(0);
    measuring.measuring = true;
    QSignalSpy changed(&rows, &QAbstractItemModel::dataChanged);
    rows.setRow(0, measuring);
    rows.setRow(0, measuring);
    EXPECT_EQ(changed.count(), 1);
    EXPECT_EQ(rows.index(0, ArchitectureModel::TrainTime).data().toString(), "measuring…");
}

TEST_F(ArchitectureTable, SearchAsksForEveryWord) {
    filter.setSearch("net 50");
    EXPECT_EQ(names(), QStringList{"resnet50"});
    filter.setSearch("HE 2015");
    EXPECT_EQ(names(), QStringList{"resnet18"});
    filter.setSearch("nothing like that");
    EXPECT_TRUE(names().isEmpty());
    filter.setSearch("  ");
    filter.setFamily("VGG");
    EXPECT_EQ(names(), QStringList{"vgg16"});
    filter.setFamily({});
    EXPECT_EQ(names().size(), 4);
}

TEST_F(ArchitectureTable, AClickOnTheHeaderSortsAndTheUnknownStandsLast) {
    clickHeader(ArchitectureModel::Parameters);
    EXPECT_EQ(names(), (QStringList{"lite_cnn", "resnet18", "resnet50", "vgg16"}));
    clickHeader(ArchitectureModel::Parameters);
    EXPECT_EQ(names(), (QStringList{"vgg16", "resnet50", "resnet18", "lite_cnn"}));
    clickHeader(ArchitectureModel::TrainTime);
    EXPECT_EQ(names().mid(0, 2), (QStringList{"lite_cnn", "resnet50"}));
    clickHeader(ArchitectureModel::TrainTime);
    EXPECT_EQ(names().mid(0, 2), (QStringList{"resnet50", "lite_cnn"}));
}

TEST_F(ArchitectureTable, RowsStandStillWhileMeasurementsArrive) {
    clickHeader(ArchitectureModel::TrainTime);
    const QStringList before = names();
    ArchitectureRow fast = rows.row(2);
    fast.trainMs = 0.01;
    rows.setRow(2, fast);
    EXPECT_EQ(names(), before);
}

TEST_F(ArchitectureTable, KeysMoveAndEnterActivates) {
    QSignalSpy current(&table, &DataTable::currentRowChanged);
    QSignalSpy activated(&table, &DataTable::rowActivated);
    table.setCurrentRow(0);
    table.setFocus();
    QTest::keyClick(&table, Qt::Key_Down);
    QTest::keyClick(&table, Qt::Key_Down);
    EXPECT_EQ(table.currentRow(), 2);
    EXPECT_EQ(current.count(), 3);
    QTest::keyClick(&table, Qt::Key_Return);
    ASSERT_EQ(activated.count(), 1);
    EXPECT_EQ(activated.front().front().toInt(), 2);
    QTest::keyClick(&table, Qt::Key_Home);
    EXPECT_EQ(table.currentRow(), 0);
    const QRect last = table.visualRect(filter.index(3, 0));
    QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, last.center());
    EXPECT_EQ(table.currentRow(), 3);
}

TEST_F(ArchitectureTable, ManyRowsAreVirtual) {
    QVector<ArchitectureRow> many;
    for (int i = 0; i < 5000; ++i) {
        many.push_back(row(QStringLiteral("net%1").arg(i), "Family", i + 1));
    }
    rows.setRows(many);
    table.setCurrentRow(4000);
    const QVector<int> visible = table.visibleRows();
    EXPECT_TRUE(visible.contains(4000));
    EXPECT_LT(visible.size(), 20);
}

TEST(LayerTable, ShowsCountsAndCopiesThem) {
    LayerModel model;
    const QAbstractItemModelTester tester(&model);
    model.setLayers({{"conv1", "Conv2d", "64×32×32", 9408, 9'633'792},
                     {"relu", "ReLU", "64×32×32", 0, 0},
                     {"fc", "Linear", "10", 5130, 5120}});
    EXPECT_EQ(model.rowCount(), 3);
    EXPECT_EQ(model.index(0, LayerModel::Parameters).data().toString(), QLocale().toString(9408));
    EXPECT_TRUE(model.index(1, LayerModel::Parameters).data().toString().isEmpty());
    EXPECT_DOUBLE_EQ(model.index(0, LayerModel::Macs).data(TableShareRole).toDouble(), 1.0);
    const QStringList lines = model.asText().split('\n', Qt::SkipEmptyParts);
    ASSERT_EQ(lines.size(), 4);
    EXPECT_EQ(lines[1].section('\t', 0, 2), "conv1\tConv2d\t64×32×32");
    EXPECT_EQ(lines[1].count('\t'), 4) << "all learn alike";
}

TEST(LayerTable, MarksWhatLearnsOtherwise) {
    LayerModel model;
    const QAbstractItemModelTester tester(&model);
    QVector<LayerLine> lines{{"conv1", "Conv2d", "64×32×32", 9408, 9'633'792},
                             {"relu", "ReLU", "64×32×32", 0, 0},
                             {"fc", "Linear", "10", 5130, 5120}};
    model.setLayers(lines);
    EXPECT_FALSE(model.hasLearning());
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    lines[0].frozen = lines[1].frozen = true;
    lines[2].rate = 10;
    model.setLayers(lines);
    EXPECT_TRUE(model.hasLearning());
    EXPECT_EQ(model.index(0, LayerModel::Learning).data().toString(), "frozen");
    EXPECT_EQ(model.index(0, LayerModel::Id).data(TableToneRole).toInt(),
              static_cast<int>(TableTone::Secondary));
    EXPECT_EQ(model.index(1, LayerModel::Learning).data().toString(), "") << "has no weights";
    EXPECT_EQ(model.index(2, LayerModel::Learning).data().toString(), "×10");
    EXPECT_TRUE(model.asText().contains("\tfrozen\n"));
    EXPECT_TRUE(resets.isEmpty()) << "the current row and the place are kept";
    EXPECT_EQ(changes.size(), 1);
}

}  // namespace
}  // namespace minarai::widgets
