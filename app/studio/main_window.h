// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The frame: top bar, sidebar, pages, status bar. Passes the user's wishes to the sessions.
#pragma once

#include <QMenu>
#include <QStackedWidget>
#include <QWidget>
#include <array>
#include <functional>

#include "studio/language.h"
#include "studio/pages/augment_page.h"
#include "studio/pages/data_page.h"
#include "studio/pages/import_page.h"
#include "studio/pages/model_page.h"
#include "studio/pages/predict_page.h"
#include "studio/pages/train_page.h"
#include "studio/shell/actions.h"
#include "studio/shell/image_overlay.h"
#include "studio/shell/sheet.h"
#include "studio/shell/sidebar.h"
#include "studio/shell/status_bar.h"
#include "studio/shell/top_bar.h"
#include "studio/shell/welcome_page.h"
#include "studio/workspace.h"
#include "widgets/theme/message_bar.h"
#include "widgets/theme/theme.h"

namespace minarai::studio {

class MainWindow : public QWidget {
    Q_OBJECT
  public:
    enum PageId { kData, kAugment, kModel, kTrain, kPredict, kPageCount };

    MainWindow(Workspace& workspace, Language& language, widgets::Theme& theme);
    ~MainWindow() override;

    /// A folder of images, or a run directory, which is followed.
    void openFolder(const QString& folder);
    void followRun(const QString& folder);
    void showPage(PageId id);
    [[nodiscard]] PageId currentPage() const { return m_current; }
    void chooseLanguage(const QString& language);
    void chooseAppearance(const QString& appearance);

    // Pages are made when they are first needed, or after the first paint.
    DataPage& dataPage();
    AugmentPage& augmentPage();
    ModelPage& modelPage();
    TrainPage& trainPage();
    PredictPage& predictPage();

    ImportPage& importPage();

    [[nodiscard]] widgets::MessageBar& messages() const { return *m_messages; }
    void clearMessages();
    [[nodiscard]] Actions& actions() const { return *m_actions; }
    [[nodiscard]] Workspace& workspace() const { return m_workspace; }
    [[nodiscard]] StatusBar& statusBar() const { return *m_status; }
    /// The large view is open and shows its picture.
    [[nodiscard]] bool isLargeViewReady() const { return m_overlay->isReady(); }
    void closeSheet() { m_sheet->close(); }

  Q_SIGNALS:
    /// The window is on screen for the first time.
    void firstPainted();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    Workspace& m_workspace;
    Language& m_language;
    widgets::Theme& m_theme;
    Actions* m_actions;
    TopBar* m_top;
    Sidebar* m_side;
    StatusBar* m_status;
    widgets::MessageBar* m_messages;
    QWidget* m_messageFrame;
    const Page* m_saidBy = nullptr;  ///< the page whose message is shown, if it is a page's
    QWidget* m_content;
    QStackedWidget* m_stack;
    WelcomePage* m_welcome;
    ImportPage* m_import = nullptr;
    ImageOverlay* m_overlay;
    Sheet* m_sheet;
    std::array<Page*, kPageCount> m_pages{};
    PageId m_current = kData;
    bool m_painted = false;
    bool m_closing = false;
    bool m_offerResume = false;

    void layOut();
    void connectActions();
    void connectSessions();
    void connectTraining();
    /// Closes the window for good when the last run has been saved.
    void closeAfterRuns();
    /// Runs of the queue cannot be trained.
    void sayRefused();
    void fillMenus();
    void fillRecent(QMenu* menu);
    QMenu* makeChoiceMenu(const QString& title, QMenu* parent, const QStringList& labels,
                          const QStringList& values, const QString& current,
                          const std::function<void(const QString&)>& choose);
    void startLate();
    Page& page(PageId id);
    Page* makeModelPage();
    void trainModel(const QString& file, qint64 size);
    void showStack();
    void openDialog();
    void openRunDialog();
    void showImport();
    void openSample();
    /// What a page says of itself is shown while that page is; null: wherever the user goes.
    void say(const Message& message, const Page* page = nullptr);
    void showMessages();
    void refuseOpen();
    void rescan();
    void offerResume();
    void showProject();
    void showEdits();
    void updateStatus();
    void updateJob();
    void updateDevice();
    [[nodiscard]] QString trainingStatus() const;
    void predictFiles(const QStringList& files);
    void retranslate();
};

}  // namespace minarai::studio
