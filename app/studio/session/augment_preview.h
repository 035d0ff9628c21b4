// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Variants of images as training would see them: made on threads of their own, newest wish wins.
//
// A variant's pixels are those of the trainer: the same seed, epoch and image give the same picture
// (loading::BatchLoader), as the tensor that the network gets and back again. Decoded images are
// kept, so that a moved slider costs the pipeline alone, and so is what the steps before the
// changed one made of them. Of a large photograph, all of which the first step would have to read
// sixteen times, variants of a reduced picture come first, and the trainer's pixels right after.
#pragma once

#include <QImage>
#include <QObject>
#include <QString>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "augment/batch_mix.h"
#include "augment/trace.h"
#include "base/error.h"

namespace minarai::studio {

/// An image that variants are made of.
struct PreviewSource {
    std::filesystem::path path;
    std::string id;  ///< its relative path: what the trainer derives its randomness from
    QString label;   ///< of its class; empty for a dropped file
    bool operator==(const PreviewSource&) const = default;
};

/// Numbers of the tensor that the network gets.
struct TensorFacts {
    float lowest = 0;
    float highest = 0;
    float mean = 0;
    float deviation = 0;
};

struct PreviewVariant {
    bool isRough = false;  ///< of a reduced picture: nearly the trainer's pixels
    QImage network;        ///< at the network's size; null where the image cannot be read
    QImage picture;        ///< the same at the size of a cell, ready to be drawn
    int epoch = 1;         ///< in which a run with this seed sees it
    std::size_t source = 0;
    std::vector<augment::StepTrace> trace;
    TensorFacts tensor;
    std::size_t partner = 0;  ///< the image mixed in; its own number while nothing is mixed
    double lambda = 1;        ///< share of its own, 0 ... 1
};

/// One question: what is asked for as a whole.
struct PreviewWish {
    augment::Pipeline pipeline;
    augment::PreprocessSpec preprocess;
    std::uint64_t seed = 0;
    /// One image in many epochs, or many images in the first.
    std::vector<PreviewSource> sources;
    double mixup = 0;      ///< alpha; 0: off
    double cutmix = 0;     ///< alpha; 0: off
    QSize cell{160, 160};  ///< device px that a picture takes on the screen
};

class AugmentPreview : public QObject {
    Q_OBJECT
  public:
    static constexpr int kVariants = 16;
    static constexpr std::size_t kKeptBytes = std::size_t{256} << 20;

    explicit AugmentPreview(QObject* parent = nullptr);
    ~AugmentPreview() override;

    /// refreshed() or failed() follows; refreshed() twice, while it is busy and at the end, where
    /// rough variants come first. A wish that is being worked at is finished, or its rough variants
    /// are; those between it and the newest are dropped. With other sources all earlier answers are
    /// stale.
    void ask(PreviewWish wish);

    /// Of the newest answer; empty before the first.
    [[nodiscard]] const std::vector<PreviewVariant>& variants() const { return m_variants; }
    [[nodiscard]] const PreviewWish& shown() const { return m_shown; }
    /// The decoded image of a source, at most 1024 px for the screen; null while it is not there.
    [[nodiscard]] QImage original(std::size_t source) const;
    /// True from ask() until its last answer.
    [[nodiscard]] bool isBusy() const { return m_asked != m_answered; }
    /// Milliseconds from the wish to its finished pictures, of the newest answer.
    [[nodiscard]] double workMs() const { return m_workMs; }

  Q_SIGNALS:
    void refreshed();
    /// The only image cannot be read; variants() is empty.
    void failed(const minarai::Error& error);

  private:
    struct Decoded {
        std::filesystem::path path;
        std::filesystem::file_time_type modified;
        std::shared_ptr<const image::Image> picture;
        std::shared_ptr<const augment::Reduced> reduced;  ///< null where the picture is small
        QImage screen;
        std::optional<Error> error;
        [[nodiscard]] std::size_t bytes() const {
            return (picture ? picture->rgb.size() : 0) +
                   (reduced ? reduced->picture.rgb.size() : 0);
        }
    };
    /// One way through all variants.
    struct Pass {
        std::vector<PreviewVariant> variants;
        std::atomic<std::size_t> next{0};
        std::atomic<std::size_t> done{0};
        [[nodiscard]] bool hasMore() const { return next < kVariants; }
    };
    struct Job {
        quint64 id = 0;
        PreviewWish wish;
        std::chrono::steady_clock::time_point asked;
        Pass rough;
        Pass exact;
        std::atomic<bool> isExactOnly{false};
        std::vector<QImage> originals;
        std::vector<std::vector<float>> tensors;
        std::vector<std::optional<Error>> errors;  ///< of each source
    };
    using JobPointer = std::shared_ptr<Job>;

    // The screen's side.
    quint64 m_asked = 0;
    quint64 m_answered = 0;
    quint64 m_shownId = 0;
    quint64 m_firstValid = 1;  ///< answers before it are about other images
    std::vector<PreviewSource> m_sources;
    PreviewWish m_shown;
    std::vector<PreviewVariant> m_variants;
    std::vector<QImage> m_originals;
    double m_workMs = 0;

    // Shared with the threads.
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    JobPointer m_running;
    JobPointer m_pending;
    std::list<Decoded> m_kept;  ///< most recently used first
    /// What the newest run of each variant kept; the threads take it out while they work with it.
    struct VariantMemo {
        std::weak_ptr<const image::Image> picture;  ///< the decoded image it is about
        augment::StepMemo steps;
        quint64 job = 0;  ///< the newest that wrote it
    };
    std::array<VariantMemo, kVariants> m_memos;
    std::vector<std::jthread> m_threads;

    void work(const std::stop_token& quit);
    [[nodiscard]] bool isNextDue() const;
    void makeRough(const JobPointer& job, std::size_t index);
    void makeExact(const JobPointer& job, std::size_t index);
    void makeVariant(Job& job, std::size_t index);
    bool makeRoughVariant(Job& job, std::size_t index);
    /// Whether an earlier job left what the first steps make.
    bool hasMemo(const Job& job, std::size_t index, const Decoded& original, std::uint64_t seed);
    VariantMemo takeMemo(std::size_t index, const std::shared_ptr<const image::Image>& picture);
    void finish(Job& job);
    void mix(Job& job) const;
    Decoded decoded(const std::filesystem::path& path);
    void deliverRough(const JobPointer& job);
    void deliver(const JobPointer& job);
};

}  // namespace minarai::studio
