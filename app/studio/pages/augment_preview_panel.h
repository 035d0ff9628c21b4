// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The variants as training would see them, the seed, and the images to make them of.
#pragma once

#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTimer>
#include <QToolButton>
#include <QWidget>
#include <filesystem>
#include <optional>

#include "studio/workspace.h"
#include "widgets/gallery/gallery_view.h"
#include "widgets/gallery/variant_view.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class AugmentPreviewPanel : public QWidget {
    Q_OBJECT
  public:
    enum View { kOne, kMany, kMixed };

    explicit AugmentPreviewPanel(Workspace& workspace, QWidget* parent = nullptr);
    ~AugmentPreviewPanel() override;

    void takeProject();
    /// One image of the project, or a file from elsewhere.
    void showSample(quint32 sample);
    void showFile(const std::filesystem::path& file);
    void showView(View view);
    [[nodiscard]] View view() const { return m_view; }
    void nextImage();
    void randomImage();
    void newSeed();
    void setSeed(std::uint64_t seed);
    [[nodiscard]] std::uint64_t seed() const { return m_seed; }

    [[nodiscard]] widgets::VariantView* variants() const { return m_grid; }
    [[nodiscard]] widgets::GalleryView* gallery() const { return m_gallery; }
    [[nodiscard]] QLineEdit* seedField() const { return m_seedField; }
    [[nodiscard]] widgets::SegmentedControl* views() const { return m_views; }
    /// The variant that is looked at closely; -1: none.
    [[nodiscard]] int current() const;
    /// Asks again with what holds now.
    void refresh();

  Q_SIGNALS:
    void currentChanged();
    /// The newest variants are on screen.
    void refreshed();
    void refused(const QString& sentence);
    /// What was refused does not hold any more.
    void accepted();

  protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    Workspace& m_workspace;
    AugmentPreview& m_preview;
    widgets::Card* m_card;
    widgets::SegmentedControl* m_views;
    widgets::ElidedLabel* m_source;
    QToolButton* m_random;
    QToolButton* m_next;
    QLabel* m_seedLabel;
    QLineEdit* m_seedField;
    QToolButton* m_newSeed;
    QToolButton* m_runSeed;
    widgets::VariantModel m_model;
    widgets::VariantView* m_grid;
    widgets::Card* m_galleryCard;
    widgets::GalleryModel* m_galleryModel;
    widgets::GalleryView* m_gallery;
    QSplitter* m_splitter;
    QTimer m_resized;  ///< the pictures are made anew when the window rests
    QTimer m_slow;     ///< says that work goes on when it takes long
    View m_view = kOne;
    std::optional<quint32> m_sample;
    std::string m_samplePath;      ///< of m_sample, to find it again when the folder was read again
    std::filesystem::path m_file;  ///< instead of a sample
    std::uint64_t m_seed = 0;
    bool m_ownSeed = false;      ///< another than the run's
    quint64 m_draws = 0;         ///< how often chance was asked for
    bool m_wanted = false;       ///< asked for while the page was hidden
    bool m_isFollowing = false;  ///< the strip goes to the image of a variant; nobody chose it

    void layOut();
    void connectAll();
    [[nodiscard]] std::vector<PreviewSource> sources() const;
    [[nodiscard]] std::vector<quint32> batchSamples() const;
    [[nodiscard]] PreviewSource sourceOf(quint32 sample) const;
    void takeVariants();
    void takeFailure(const Error& error);
    /// The strip of images points at the one that the current variant was made of.
    void followVariant();
    void takeSeed();
    void showSource();
    void retranslate();
    [[nodiscard]] widgets::VariantItem itemOf(int index) const;
    [[nodiscard]] std::uint64_t chance(std::uint64_t below);
};

}  // namespace minarai::studio
