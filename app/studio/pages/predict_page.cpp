// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/predict_page.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>

#include "base/files.h"
#include "studio/pages/quiet_scroll_bar.h"
#include "studio/session/paths.h"
#include "studio/session/run_choice.h"
#include "studio/texts.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

enum StackIndex { kNoRun, kEmpty, kContent };

}  // namespace

PredictPage::PredictPage(Workspace& workspace, Actions& actions, QWidget* parent)
    : Page(workspace, actions, parent),
      m_bar(new QWidget),
      m_browse(new QPushButton),
      m_paste(new QPushButton),
      m_clear(new QPushButton),
      m_save(new QPushButton),
      m_runMenu(new widgets::TextMenuButton),
      m_better(widgets::textButton(QString())),
      m_stack(new QStackedWidget) {
    makeBar();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(widgets::kGap, widgets::kGap, widgets::kGap, widgets::kGap);
    layout->addWidget(m_stack);
    m_noRun = new widgets::EmptyState(QStringLiteral("train"), {}, {});
    m_trainFirst = m_noRun->addButton({}, true);
    m_empty = new widgets::EmptyState(QStringLiteral("image"), {}, {});
    m_chooseFirst = m_empty->addButton({}, true);
    m_empty->setDropZone(true);
    for (widgets::EmptyState* state : {m_noRun, m_empty}) {
        auto* card = new widgets::Card;
        card->setContent(state);
        m_stack->addWidget(card);
    }
    m_stack->addWidget(makeContent());
    connect(m_trainFirst, &QPushButton::clicked, actions.get(ActionId::PageTrain),
            &QAction::trigger);
    connect(m_chooseFirst, &QPushButton::clicked, actions.get(ActionId::Browse), &QAction::trigger);
    setFocusPolicy(Qt::ClickFocus);
    connectSessions();
    retranslate();
    syncItems();
}

PredictPage::~PredictPage() {
    workspace().settings().setState(QStringLiteral("predict_splitter"), m_splitter->saveState());
}

void PredictPage::makeBar() {
    auto* bar = new QHBoxLayout(m_bar);
    bar->setContentsMargins(0, 0, 0, 0);
    bar->setSpacing(8);
    const std::initializer_list<std::pair<QPushButton*, ActionId>> buttons = {
        {m_browse, ActionId::Browse},
        {m_paste, ActionId::Paste},
        {m_save, ActionId::SaveCsv},
        {m_clear, ActionId::ClearImages}};
    for (const auto& [button, id] : buttons) {
        bar->addWidget(button);
        connect(button, &QPushButton::clicked, actions().get(id), &QAction::trigger);
    }
    bar->addStretch();
    m_better->setObjectName(QStringLiteral("betterRun"));
    widgets::setRole(m_better, "link");
    m_better->hide();
    connect(m_better, &QToolButton::clicked, this, [this] {
        if (const RunSummary* better =
                betterRun(workspace().runs().runs(), workspace().predict().run())) {
            workspace().choosePredictRun(std::filesystem::path(better->folder));
        }
    });
    bar->addWidget(m_better);
    bar->addWidget(m_runMenu);
    connect(m_runMenu, &widgets::TextMenuButton::chosen, this, [this](const QVariant& folder) {
        workspace().choosePredictRun(toPath(folder.toString()));
    });
}

QWidget* PredictPage::makeContent() {
    m_listCard = new widgets::Card;
    m_model = new widgets::GalleryModel([this](quint64 key) { return describe(key); }, this);
    m_gallery = new widgets::GalleryView;
    m_gallery->setGalleryModel(m_model);
    m_gallery->setThumbnailSource(&workspace().thumbnails());
    quietScrollBar(m_gallery);
    m_gallery->setThumbnailWidth(104);
    m_listCard->setContent(m_gallery);
    m_imageCard = new widgets::Card;
    m_view = new widgets::ImageView;
    m_imageCard->setContent(m_view);

    m_answer = new AnswerPanel(workspace());
    m_splitter = new QSplitter;
    m_splitter->setHandleWidth(widgets::kGap);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_listCard);
    m_splitter->addWidget(m_imageCard);
    m_splitter->addWidget(m_answer);
    m_listCard->setMinimumWidth(160);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({256, 640, 300});
    m_splitter->restoreState(workspace().settings().state(QStringLiteral("predict_splitter")));

    connect(m_gallery, &widgets::GalleryView::currentKeyChanged, this, [this](quint64 key) {
        if (key != 0) {
            show(static_cast<quint32>(key));
        }
    });
    connect(m_gallery, &widgets::GalleryView::itemActivated, this, &PredictPage::openLarge);
    connect(&m_loader, &ImageLoader::loaded, m_view, &widgets::ImageView::setImage);
    connect(&m_loader, &ImageLoader::failed, this, [this] {
        m_view->setImage({});
        m_view->setEmptyText(tr("This image cannot be read"));
    });
    return m_splitter;
}

void PredictPage::connectSessions() {
    PredictSession& predict = workspace().predict();
    connect(&predict, &PredictSession::itemsAdded, this, &PredictPage::syncItems);
    connect(&predict, &PredictSession::removed, this, [this](quint32 number) {
        const auto row = static_cast<int>(m_model->keys().indexOf(keyOf(number)));
        syncItems();
        if (const int last = m_model->rowCount() - 1; row >= 0 && last >= 0) {
            m_gallery->setCurrentKey(m_model->keyAt(std::min(row, last)));
        }
    });
    connect(&predict, &PredictSession::cleared, this, [this] {
        workspace().thumbnails().removeInserted(workspace().predictSpace());
        syncItems();
    });
    connect(&predict, &PredictSession::runChanged, this, [this] {
        fillRuns();
        updateStack();
        m_answer->showItem(m_current);
    });
    connect(&predict, &PredictSession::answered, this, [this](const std::vector<quint32>& numbers) {
        QVector<quint64> keys;
        for (const quint32 number : numbers) {
            keys.push_back(keyOf(number));
        }
        m_model->itemsChanged(keys);
        m_answer->showItem(m_current);
        updateBar();
        Q_EMIT statusChanged();
    });
    connect(&predict, &PredictSession::runFailed, this, [this](const Error& error) {
        Q_EMIT said({widgets::MessageBar::Kind::Error, errorText(error), {}, {}});
    });
    connect(&workspace().runs(), &RunsSession::changed, this, [this] {
        fillRuns();
        updateStack();
    });
    connect(actions().get(ActionId::Browse), &QAction::triggered, this, &PredictPage::browse);
    connect(actions().get(ActionId::SaveCsv), &QAction::triggered, this, &PredictPage::saveCsv);
    connect(actions().get(ActionId::ClearImages), &QAction::triggered, &predict,
            &PredictSession::clear);
    connect(actions().get(ActionId::Paste), &QAction::triggered, this, [this] {
        if (!addMime(*QApplication::clipboard()->mimeData())) {
            Q_EMIT said({widgets::MessageBar::Kind::Info,
                         tr("There is no image in the clipboard. Copy one first."),
                         {},
                         {}});
        }
    });
}

void PredictPage::addFiles(const QStringList& files) {
    std::vector<std::filesystem::path> paths;
    for (const QString& file : files) {
        paths.push_back(toPath(file));
    }
    PredictSession& predict = workspace().predict();
    const std::size_t before = predict.order().size();
    const quint32 first = predict.addFiles(paths);
    if (first != 0) {
        m_gallery->setCurrentKey(keyOf(first));
    }
    if (const std::size_t left = paths.size() - (predict.order().size() - before); left > 0) {
        Q_EMIT said(
            {widgets::MessageBar::Kind::Warning,
             tr("The list holds %1 images at most. Left out: %2. Clear the list to go on.")
                 .arg(widgets::countText(PredictSession::kMaxItems), widgets::countText(left)),
             {},
             {}});
    }
}

bool PredictPage::addMime(const QMimeData& mime) {
    QStringList files;
    for (const QUrl& url : mime.urls()) {
        if (url.isLocalFile()) {
            files.push_back(url.toLocalFile());
        }
    }
    if (!files.isEmpty()) {
        addFiles(files);
        return true;
    }
    const auto image = qvariant_cast<QImage>(mime.imageData());
    if (image.isNull()) {
        return false;
    }
    const quint32 number = workspace().predict().addPasted(image, tr("pasted image"));
    workspace().thumbnails().insert(
        keyOf(number),
        image.scaled(320, 320, Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation));
    m_gallery->setCurrentKey(keyOf(number));
    return true;
}

quint64 PredictPage::keyOf(quint32 number) const {
    return ThumbnailService::key(workspace().predictSpace(), number);
}

void PredictPage::syncItems() {
    QVector<quint64> keys;
    for (const quint32 number : workspace().predict().order()) {
        keys.push_back(keyOf(number));
    }
    m_model->setKeys(std::move(keys));
    if (workspace().predict().item(m_current) == nullptr) {
        m_current = 0;
    }
    if (m_current == 0 && m_model->rowCount() > 0) {
        m_gallery->setCurrentKey(m_model->keyAt(0));
    }
    m_listCard->setNote(m_model->rowCount() > 0 ? tr("%n images", nullptr, m_model->rowCount())
                                                : QString());
    updateStack();
    updateBar();
    Q_EMIT statusChanged();
}

void PredictPage::updateStack() {
    const bool hasItems = m_model->rowCount() > 0;
    const bool hasRun = !workspace().predict().run().empty();
    m_stack->setCurrentIndex(!hasRun ? kNoRun : hasItems ? kContent : kEmpty);
    updateBar();
}

void PredictPage::updateBar() {
    const bool hasRun = !workspace().predict().run().empty();
    const bool hasItems = m_model->rowCount() > 0;
    const auto enable = [this](ActionId id, QPushButton* button, bool on) {
        actions().get(id)->setEnabled(on);
        button->setEnabled(on);
    };
    enable(ActionId::Browse, m_browse, hasRun);
    enable(ActionId::Paste, m_paste, hasRun);
    enable(ActionId::SaveCsv, m_save, hasRun && hasItems);
    enable(ActionId::ClearImages, m_clear, hasItems);
}

void PredictPage::fillRuns() {
    m_runMenu->clearChoices();
    const auto titled = [](const RunSummary& run) {
        const QString title = runTitle(run.folder, run.arch);
        return run.bestEpoch > 0
                   ? QStringLiteral("%1 · %2").arg(title, widgets::metricText(run.bestValAccuracy))
                   : title;
    };
    const RunSummary* newest = workspace().runs().newestWithWeights();
    if (newest != nullptr) {
        m_runMenu->addChoice(tr("Newest run (%1)").arg(titled(*newest)), QString());
    }
    for (const RunSummary& run : workspace().runs().runs()) {
        if (run.predicts) {
            // The state of a completed run says its accuracy.
            const bool isComplete = !run.alive && run.state == runs::RunState::Completed;
            const QString title = isComplete ? runTitle(run.folder, run.arch) : titled(run);
            m_runMenu->addChoice(QStringLiteral("%1 · %2").arg(title, runStateText(run)),
                                 toQString(run.folder));
        }
    }
    const RunSummary* better = betterRun(workspace().runs().runs(), workspace().predict().run());
    m_better->setVisible(better != nullptr);
    if (better != nullptr) {
        m_better->setText(
            tr("Use run %1 (%2)")
                .arg(runNumber(better->folder), widgets::metricText(better->bestValAccuracy)));
        m_better->setToolTip(tr("Its validation accuracy is higher: let it answer"));
    }
    m_runMenu->setCurrentData(workspace().followsNewest() ? QString()
                                                          : toQString(workspace().predict().run()));
    m_runMenu->setVisible(newest != nullptr);
}

void PredictPage::show(quint32 number) {
    m_current = number;
    const PredictItem* item = workspace().predict().item(number);
    if (item == nullptr) {
        return;
    }
    const QImage pasted = workspace().predict().pasted(number);
    m_view->setEmptyText({});
    if (pasted.isNull()) {
        m_loader.load(item->path);
    } else {
        m_loader.cancel();
        m_view->setImage(pasted);
    }
    m_imageCard->setTitle(item->name);
    m_imageCard->setNote(item->path.empty() ? QString() : toQString(item->path.parent_path()));
    m_answer->showItem(m_current);
}

void PredictPage::browse() {
    auto* dialog = new QFileDialog(window(), tr("Choose images"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters(
        {tr("Images (%1)")
             .arg(QStringLiteral(
                 "*.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff *.gif *.ppm *.pgm *.jp2")),
         tr("All files (*)")});
    connect(dialog, &QFileDialog::filesSelected, this, &PredictPage::addFiles);
    dialog->open();
}

void PredictPage::saveCsv() {
    auto* dialog = new QFileDialog(window(), tr("Save as CSV"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->selectFile(QStringLiteral("predictions.csv"));
    dialog->setNameFilters({tr("Tables (*.csv)")});
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        const Status saved = workspace().predict().saveCsv(toPath(file));
        if (saved) {
            Q_EMIT said(
                {widgets::MessageBar::Kind::Success, tr("Saved to “%1”.").arg(file), {}, {}});
        } else {
            Q_EMIT said({widgets::MessageBar::Kind::Error, errorText(saved.error()), {}, {}});
        }
    });
    dialog->open();
}

widgets::GalleryItem PredictPage::describe(quint64 key) const {
    widgets::GalleryItem described;
    described.thumbnailKey = key;
    const PredictItem* item = workspace().predict().item(static_cast<quint32>(key));
    const auto& classes = workspace().predict().classes();
    if (item == nullptr) {
        return described;
    }
    described.toolTip = item->name;
    if (item->error) {
        described.caption = item->name;
        described.badge = tr("no answer");
        described.toolTip += QLatin1Char('\n') + errorText(*item->error);
    } else if (item->state == PredictItem::State::Done && !item->top.empty() &&
               item->top.front() < classes.size()) {
        described.caption = toQString(classes[item->top.front()]);
        const auto confidence = static_cast<double>(item->probabilities[item->top.front()]);
        described.rightText = widgets::metricText(confidence, 2);
        if (confidence < AnswerPanel::kSure) {
            described.badge = tr("unsure");
        }
    } else {
        described.caption = QStringLiteral("…");
    }
    return described;
}

void PredictPage::openLarge(int row) {
    ImageSequence sequence;
    sequence.count = m_model->rowCount();
    sequence.at = [this](int at) {
        const auto number = static_cast<quint32>(m_model->keyAt(at));
        const PredictItem* item = workspace().predict().item(number);
        ImageRef ref;
        if (item != nullptr) {
            ref.path = item->path;
            ref.image = workspace().predict().pasted(number);
            ref.title = item->name;
            const widgets::GalleryItem described = describe(m_model->keyAt(at));
            ref.detail = QStringLiteral("%1 %2").arg(described.caption, described.rightText);
        }
        return ref;
    };
    sequence.moved = [this](int at) { m_gallery->setCurrentKey(m_model->keyAt(at)); };
    Q_EMIT largeViewWanted(sequence, row);
}

void PredictPage::retranslate() {
    const auto take = [this](QPushButton* button, ActionId id) {
        button->setText(actions().get(id)->text());
        button->setToolTip(actions().get(id)->toolTip());
    };
    take(m_browse, ActionId::Browse);
    take(m_paste, ActionId::Paste);
    take(m_save, ActionId::SaveCsv);
    take(m_clear, ActionId::ClearImages);
    setAccessibleName(actions().get(ActionId::PagePredict)->text());
    m_runMenu->setToolTip(tr("The run that answers"));
    m_runMenu->setAccessibleName(tr("Run"));
    m_noRun->setTexts(tr("No network has been trained yet"),
                      tr("Train one on your images first; then drop any image here to see what it "
                         "thinks of it."));
    m_trainFirst->setText(tr("Go to training"));
    m_empty->setTexts(tr("Drop images here"),
                      tr("or paste one with Ctrl+V. They stay where they are; nothing is copied."));
    m_chooseFirst->setText(tr("Choose images…"));
    m_listCard->setTitle(tr("Images"));
    m_gallery->setAccessibleName(tr("Images"));
    m_view->setAccessibleName(tr("Image"));
    fillRuns();
    m_answer->showItem(m_current);
    m_listCard->setNote(m_model->rowCount() > 0 ? tr("%n images", nullptr, m_model->rowCount())
                                                : QString());
}

}  // namespace minarai::studio
