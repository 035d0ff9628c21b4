// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Shows every widget with made data, and saves light.png, dark.png, ... for the eye to judge.
//
//   QT_QPA_PLATFORM=offscreen minarai_widget_sheet OUTPUT_FOLDER [FOLDER_WITH_PICTURES]
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDirIterator>
#include <QGridLayout>
#include <QImage>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QRadioButton>
#include <QRandomGenerator>
#include <QScrollArea>
#include <QSlider>
#include <QTimer>
#include <cmath>

#include "widgets/charts/bar_list.h"
#include "widgets/charts/confusion_view.h"
#include "widgets/charts/curve_chart.h"
#include "widgets/charts/smoothing_button.h"
#include "widgets/forms/param_form.h"
#include "widgets/gallery/gallery_view.h"
#include "widgets/image/image_view.h"
#include "widgets/theme/card.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace {

using namespace minarai;
using namespace minarai::widgets;

/// Pictures of a folder, or painted ones; delivers a little later, as a worker would.
class SheetPictures final : public ThumbnailSource {
  public:
    explicit SheetPictures(const QString& folder) {
        QDirIterator it(folder, {"*.jpg", "*.png"}, QDir::Files, QDirIterator::Subdirectories);
        while (!folder.isEmpty() && it.hasNext() && m_files.size() < 300) {
            m_files << it.next();
        }
    }
    QPixmap cached(quint64 key, QSize /*size*/) override { return m_pixmaps.value(key); }
    State state(quint64 key) const override {
        return key % 11 == 7             ? State::Unreadable
               : m_pixmaps.contains(key) ? State::Ready
                                         : State::Unknown;
    }
    void request(quint64 key, QSize size) override {
        QTimer::singleShot(10, this, [this, key, size] {
            m_pixmaps.insert(
                key, QPixmap::fromImage(picture(key).scaled(size, Qt::KeepAspectRatioByExpanding,
                                                            Qt::SmoothTransformation)));
            Q_EMIT ready(key);
        });
    }
    void keepOnly(const QObject* /*view*/, const QSet<quint64>& /*keys*/) override {}

    QImage picture(quint64 key) const {
        if (!m_files.isEmpty()) {
            return QImage(m_files[static_cast<qsizetype>(key) * 37 % m_files.size()]);
        }
        QImage image(320, 240, QImage::Format_RGB32);
        image.fill(QColor::fromHsv(static_cast<int>(key * 47 % 360), 120, 170));
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        for (int i = 0; i < 6; ++i) {
            painter.setBrush(
                QColor::fromHsv(static_cast<int>((key * 91 + i * 30) % 360), 170, 230, 150));
            painter.drawEllipse(QPointF(static_cast<double>((key * 53 + i * 71) % 320),
                                        static_cast<double>((key * 29 + i * 43) % 240)),
                                40, 40);
        }
        return image;
    }

  private:
    QStringList m_files;
    QHash<quint64, QPixmap> m_pixmaps;
};

const QStringList kFlowers{"daisy", "dandelion", "roses", "sunflowers", "tulips"};

metrics::ConfusionMatrix flowers() {
    constexpr int kCounts[5][5] = {
        {18, 1, 0, 0, 1}, {1, 20, 0, 1, 0}, {0, 0, 17, 0, 5}, {0, 2, 0, 20, 0}, {1, 0, 3, 0, 20}};
    metrics::ConfusionMatrix matrix(5);
    for (std::size_t t = 0; t < 5; ++t) {
        for (std::size_t p = 0; p < 5; ++p) {
            for (int i = 0; i < kCounts[t][p]; ++i) {
                matrix.add(t, p);
            }
        }
    }
    return matrix;
}

metrics::ConfusionMatrix many(std::size_t classes) {
    QRandomGenerator random(5);
    metrics::ConfusionMatrix matrix(classes);
    for (std::size_t t = 0; t < classes; ++t) {
        for (int i = 0; i < 60; ++i) {
            const bool right = random.bounded(100) < 70;
            matrix.add(t, right ? t : (t + static_cast<std::size_t>(random.bounded(9))) % classes);
        }
    }
    return matrix;
}

void fillCurves(CurveChart& chart, bool accuracy) {
    QRandomGenerator random(3);
    chart.setSeries("other", SeriesRole::OtherRun, "run 9");
    chart.setSeries("train", SeriesRole::Training, "training");
    chart.setSeries("val", SeriesRole::Validation, "validation");
    chart.setXTitle("epoch");
    chart.setXSpan(0, 30);
    if (accuracy) {
        chart.setYSpan(0, 1);
    }
    for (int i = 0; i <= 190; ++i) {
        const double epoch = i / 10.0;
        const double loss =
            1.5 * std::exp(-epoch / 6) + 0.1 + (random.generateDouble() - 0.5) * 0.08;
        chart.append("train", epoch, accuracy ? 1 - loss / 2 : loss);
    }
    for (int epoch = 0; epoch <= 19; ++epoch) {
        const double loss = 1.4 * std::exp(-epoch / 6.0) + 0.22;
        chart.append("val", epoch, accuracy ? 1 - loss / 2.2 : loss);
    }
    for (int epoch = 0; accuracy && epoch <= 30; ++epoch) {
        chart.append("other", epoch, 0.85 - 0.6 * std::exp(-epoch / 7.0));
    }
}

ParamSchema recipe() {
    return ParamSchema({
        choiceParam("arch", "Architecture", "mobilenet_v2",
                    {{"mobilenet_v2", "mobilenet_v2"}, {"resnet18", "resnet18"}})
            .under("Model"),
        choiceParam("freeze", "Trainable", "last", {{"last", "Last stage, head"}}).under("Model"),
        integerParam("size", "Image size", 160).atLeast(8).in("px").logarithmic().under("Model"),
        choiceParam("augment", "Augmentation", "standard", {{"standard", "Standard"}})
            .orFile()
            .under("Training"),
        integerParam("epochs", "Epochs", 30).atLeast(1).under("Training"),
        integerParam("batch", "Batch", 32).atLeast(1).logarithmic().under("Training"),
        choiceParam("optimizer", "Optimiser", "adamw", {{"adamw", "AdamW"}, {"sgd", "SGD"}})
            .under("Training"),
        realParam("learning_rate", "Learning rate", 0.001)
            .over(0)
            .atMost(10)
            .logarithmic()
            .under("Training")
            .about("Step size of the optimiser."),
        realParam("momentum", "Momentum", 0.9).onlyIf("optimizer", {"sgd"}).under("Training"),
        flagParam("nesterov", "Weight averaging", true).under("Training"),
        realsParam("scale", "Crop scale", {0.08, 1}).counts(2, 2).under("Training"),
        integerParam("seed", "Seed", 7).atLeast(0).expert().under("Randomness"),
        textParam("note", "Note", "").expert().under("Randomness"),
    });
}

QWidget* figures() {
    auto* card = new Card;
    auto* row = new QHBoxLayout;
    row->setSpacing(40);
    const auto add = [&](const QString& caption, const QString& value, Token color) {
        auto* figure = new FigureLabel(caption);
        figure->setValue(value);
        figure->setColor(color);
        row->addWidget(figure);
    };
    add("validation accuracy", "0.873", Token::Validation);
    add("best, epoch 17", "0.880", Token::Text);
    add("images per second", "248", Token::Text);
    add("learning rate", shortReal(3.9e-4), Token::Text);
    add("left", clockText(72), Token::Text);
    auto* bar = new ThinProgressBar;
    bar->setCaption("epoch 19 of 30 · batch 8 of 14");
    bar->setProgress(19, 30);
    row->addWidget(bar, 1);
    card->body()->addLayout(row);
    return card;
}

QWidget* controls() {
    auto* card = new Card("Controls");
    card->setNote("checked just now");
    auto* buttons = new QHBoxLayout;
    auto* start = new QPushButton("Start training");
    setRole(start, "primary");
    auto* apply = new QPushButton("Apply to folders…");
    auto* off = new QPushButton("Undo");
    off->setEnabled(false);
    auto* icons = new QHBoxLayout;
    auto* secondIcons = new QHBoxLayout;
    for (QPushButton* button : {start, apply, off}) {
        buttons->addWidget(button);
    }
    buttons->addStretch();
    card->body()->addLayout(buttons);
    for (const QString& name : Theme::iconNames()) {
        QLayout* line = Theme::iconNames().indexOf(name) % 2 == 0 ? icons : secondIcons;
        line->addWidget(iconButton(name, name));
    }
    auto* strip = new QWidget;
    auto* strips = new QVBoxLayout(strip);
    for (QHBoxLayout* line : {icons, secondIcons}) {
        line->setSpacing(0);
        line->addStretch();
        strips->addLayout(line);
    }
    auto* row = new QHBoxLayout;
    row->addWidget(new Badge("550 images · 5 classes"));
    row->addWidget(new Badge("tulips?", Badge::Kind::Accent));
    row->addWidget(new Badge("right", Badge::Kind::Right));
    row->addWidget(new Badge("wrong", Badge::Kind::Wrong));
    row->addWidget(new Badge("3 problems", Badge::Kind::Warning));
    auto* segments = new SegmentedControl;
    segments->addSegment("Counts");
    segments->addSegment("By row");
    segments->addSegment("By column");
    row->addWidget(segments);
    row->addStretch();
    card->body()->addLayout(row);
    auto* more = new QHBoxLayout;
    auto* check = new QCheckBox("Show only wrong");
    check->setChecked(true);
    more->addWidget(check);
    auto* radio = new QRadioButton("Stratified");
    radio->setChecked(true);
    more->addWidget(radio);
    more->addWidget(new QRadioButton("Grouped"));
    auto* slider = new QSlider(Qt::Horizontal);
    slider->setValue(40);
    more->addWidget(slider);
    auto* toggle = new Switch;
    toggle->setChecked(true);
    more->addWidget(toggle);
    more->addWidget(new Switch);
    card->body()->addLayout(more);
    auto* search = new QLineEdit;
    search->setPlaceholderText("Search, or label:roses predicted:tulips doubt>0.8");
    card->body()->addWidget(search);
    auto* parts = new PartsBar;
    parts->setParts({{"training", 385, Token::Training},
                     {"validation", 82, Token::Validation},
                     {"test", 83, Token::OtherRun}});
    card->body()->addWidget(parts);
    card->body()->addWidget(strip);
    return card;
}

QWidget* sheet(SheetPictures& pictures) {
    auto* page = new QWidget;
    setRole(page, "ground");
    auto* grid = new QGridLayout(page);
    grid->setContentsMargins(14, 14, 14, 14);
    grid->setSpacing(kGap);

    auto* form = new ParamForm;
    form->setSchema(recipe(), {});
    static_cast<void>(form->setValue("batch", std::int64_t{64}));
    auto* recipeCard = new Card("Recipe");
    recipeCard->setNote("modified from “transfer, fast”");
    recipeCard->setContent(form);
    grid->addWidget(recipeCard, 0, 0, 3, 1);
    recipeCard->setFixedWidth(300);
    auto* epochs = qobject_cast<QLineEdit*>(form->editor("epochs"));
    epochs->setText("0");
    Q_EMIT epochs->textEdited("0");

    grid->addWidget(figures(), 0, 1, 1, 2);
    auto* loss = new CurveChart("Loss");
    fillCurves(*loss, false);
    auto* lossCard = new Card("Loss");
    lossCard->addLegend(Token::Training, "training");
    lossCard->addLegend(Token::Validation, "validation");
    lossCard->addHeaderAction(loss->logAction());
    lossCard->addHeaderWidget(new SmoothingButton);
    lossCard->addHeaderAction(loss->exportAction());
    lossCard->setContent(loss);
    grid->addWidget(lossCard, 1, 1);
    auto* accuracy = new CurveChart("Accuracy");
    fillCurves(*accuracy, true);
    accuracy->setSmoothing(0.8);
    accuracy->setMarker(14);
    auto* accuracyCard = new Card("Accuracy");
    accuracyCard->addLegend(Token::OtherRun, "run 9", true);
    accuracyCard->setContent(accuracy);
    grid->addWidget(accuracyCard, 2, 1);

    auto* matrix = new ConfusionView;
    matrix->setMatrix(flowers(), kFlowers);
    matrix->setSelectedCell(ConfusionCell{2, 4});
    auto* matrixCard = new Card("Confusion matrix");
    auto* mode = new TextMenuButton("rows: truth · ");
    mode->addChoice("counts", 0);
    matrixCard->addHeaderWidget(mode);
    matrixCard->setContent(matrix);
    grid->addWidget(matrixCard, 1, 2);

    auto* model = new GalleryModel(
        [](quint64 key) {
            GalleryItem item;
            item.caption = kFlowers[static_cast<qsizetype>(key % 5)];
            item.rightText = (key % 3 == 0 ? QString("↑ ") : QString()) +
                             metricText(0.4 + static_cast<double>(key % 60) / 100, 2);
            item.verdict = static_cast<GalleryItem::Verdict>(key % 3);
            item.badge = key % 5 == 2 ? "flipped" : QString();
            item.dimmed = key % 13 == 5;
            return item;
        },
        page);
    QVector<quint64> keys;
    for (quint64 key = 1; key <= 100'000; ++key) {
        keys << key;
    }
    model->setKeys(keys);
    auto* gallery = new GalleryView;
    gallery->setThumbnailSource(&pictures);
    gallery->setGalleryModel(model);
    gallery->setCurrentKey(3);
    auto* galleryCard = new Card("Validation images");
    galleryCard->setContent(gallery);
    grid->addWidget(galleryCard, 2, 2);

    auto* side = new QVBoxLayout;
    side->setSpacing(kGap);
    auto* message = new MessageBar;
    message->showMessage(MessageBar::Kind::Warning, "3 images cannot be read and are left out.");
    message->addButton("Show");
    auto* error = new MessageBar;
    error->showMessage(MessageBar::Kind::Error,
                       "“/data/flowers” cannot be written because the disk is full. Free some "
                       "space and try again.");
    side->addWidget(message);
    side->addWidget(error);
    auto* review = new Card("Review · 3 of 23");
    review->setNote("doubt 0.94");
    auto* image = new ImageView;
    image->setImage(pictures.picture(4));
    image->setMinimumHeight(180);
    review->setContent(image);
    auto* bars = new BarList;
    bars->setItems({{"tulips", 0.91},
                    {"roses", 0.06},
                    {"daisy", 0.02},
                    {"sunflowers", 0.01},
                    {"dandelion", 0.0}});
    review->body()->addWidget(bars);
    side->addWidget(review, 3);
    side->addWidget(controls());
    auto* empty = new Card;
    auto* state = new EmptyState("folder-open", "No data yet",
                                 "Drop a folder with one folder per class, or begin with the "
                                 "sample set. 画像のフォルダーをここにドロップします。");
    state->addButton("Open folder…", true);
    state->addButton("Use the sample set");
    empty->setContent(state);
    side->addWidget(empty, 2);
    grid->addLayout(side, 0, 3, 3, 1);
    grid->setColumnStretch(1, 5);
    grid->setColumnStretch(2, 4);
    grid->setColumnStretch(3, 4);
    grid->setRowStretch(1, 1);
    grid->setRowStretch(2, 1);
    return page;
}

QWidget* matrices() {
    auto* page = new QWidget;
    setRole(page, "ground");
    auto* row = new QHBoxLayout(page);
    for (const std::size_t classes : {2U, 12U, 37U, 100U}) {
        auto* view = new ConfusionView;
        QStringList names;
        for (std::size_t i = 0; i < classes; ++i) {
            names << QString("class number %1").arg(i);
        }
        view->setMatrix(many(classes), names);
        view->setMode(classes == 12 ? ConfusionView::Mode::ByRow : ConfusionView::Mode::Counts);
        auto* card = new Card(QString("%1 classes").arg(classes));
        card->setContent(view);
        row->addWidget(card, 1);
    }
    return page;
}

}  // namespace

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    Theme theme(app);
    const QString folder = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QDir::currentPath();
    SheetPictures pictures(argc > 2 ? QString::fromLocal8Bit(argv[2]) : QString());
    const std::unique_ptr<QWidget> page(sheet(pictures));
    const std::unique_ptr<QWidget> grids(matrices());
    page->resize(1800, 1040);
    grids->resize(1700, 440);
    page->show();
    grids->show();
    theme.setMode(Theme::Mode::Light);
    QTimer::singleShot(900, &app, [&] {
        // The readout over the first chart, as under a pointer.
        auto* chart = page->findChild<CurveChart*>();
        auto* plot = chart->findChild<QWidget*>({}, Qt::FindDirectChildrenOnly);
        const QPointF at(chart->width() * 0.4, chart->height() * 0.5);
        QMouseEvent move(QEvent::MouseMove, at, plot->mapToGlobal(at), Qt::NoButton, Qt::NoButton,
                         Qt::NoModifier);
        QApplication::sendEvent(plot, &move);
        page->grab().save(folder + "/light.png");
        grids->grab().save(folder + "/matrices_light.png");
        theme.setMode(Theme::Mode::Dark);
    });
    QTimer::singleShot(1800, &app, [&] {
        page->grab().save(folder + "/dark.png");
        grids->grab().save(folder + "/matrices_dark.png");
        QApplication::quit();
    });
    return QApplication::exec();
}
