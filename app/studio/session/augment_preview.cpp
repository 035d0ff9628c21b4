// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/augment_preview.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <utility>

#include "base/parallel.h"
#include "image/decode.h"
#include "studio/session/picture.h"

namespace minarai::studio {

namespace {

constexpr unsigned kMostThreads = 4;
constexpr int kScreenEdge = 1024;
/// From here on single pixels are shown as they are.
constexpr int kPixelZoom = 3;
/// Pixels of a picture through which all sixteen variants are quick.
constexpr std::size_t kQuickPixels = std::size_t{4} << 20;

/// At the size of its cell: scaling on the screen's thread would cost more than drawing.
QImage fitted(const QImage& network, QSize cell) {
    if (network.isNull() || cell.isEmpty()) {
        return network;
    }
    const QSize size = network.size().scaled(cell, Qt::KeepAspectRatio);
    const bool coarse = size.width() >= network.width() * kPixelZoom;
    return network
        .scaled(size, Qt::IgnoreAspectRatio,
                coarse ? Qt::FastTransformation : Qt::SmoothTransformation)
        .convertToFormat(QImage::Format_RGB32);
}

TensorFacts factsOf(const std::vector<float>& tensor) {
    TensorFacts facts;
    if (tensor.empty()) {
        return facts;
    }
    facts.lowest = facts.highest = tensor.front();
    double sum = 0;
    double squares = 0;
    for (const float value : tensor) {
        facts.lowest = std::min(facts.lowest, value);
        facts.highest = std::max(facts.highest, value);
        sum += static_cast<double>(value);
        squares += static_cast<double>(value) * static_cast<double>(value);
    }
    const auto count = static_cast<double>(tensor.size());
    const double mean = sum / count;
    facts.mean = static_cast<float>(mean);
    facts.deviation = static_cast<float>(std::sqrt(std::max(0.0, squares / count - mean * mean)));
    return facts;
}

/// The variant before anything is made of its image.
PreviewVariant variantOf(const PreviewWish& wish, std::size_t index) {
    PreviewVariant variant;
    const bool many = wish.sources.size() > 1;
    variant.source = many ? index % wish.sources.size() : 0;
    variant.partner = variant.source;
    variant.epoch = many ? 1 : static_cast<int>(index) + 1;
    return variant;
}

/// What the trainer derives from the run's seed for this image in this epoch.
std::uint64_t seedOf(const PreviewWish& wish, const PreviewVariant& variant) {
    return mixSeed({wish.seed, static_cast<std::uint64_t>(variant.epoch),
                    stableHash(wish.sources[variant.source].id)});
}

/// Null for a picture that is small enough.
std::shared_ptr<const augment::Reduced> reducedOf(const image::Image& picture) {
    const std::size_t pixels = picture.rgb.size() / 3;
    int divisor = 1;
    while (pixels / static_cast<std::size_t>(divisor) / static_cast<std::size_t>(divisor) >
           kQuickPixels) {
        ++divisor;
    }
    if (divisor == 1 || picture.width < divisor || picture.height < divisor) {
        return nullptr;
    }
    return std::make_shared<const augment::Reduced>(
        augment::Reduced{image::resize(picture, picture.width / divisor, picture.height / divisor,
                                       image::Interpolation::Box),
                         divisor});
}

}  // namespace

AugmentPreview::AugmentPreview(QObject* parent) : QObject(parent) {}

AugmentPreview::~AugmentPreview() {
    for (std::jthread& thread : m_threads) {
        thread.request_stop();
    }
    m_threads.clear();
}

void AugmentPreview::ask(PreviewWish wish) {
    auto job = std::make_shared<Job>();
    job->id = ++m_asked;
    if (wish.sources != m_sources) {
        m_sources = wish.sources;
        m_firstValid = job->id;
    }
    job->wish = std::move(wish);
    job->asked = std::chrono::steady_clock::now();
    if (job->wish.sources.empty()) {
        m_answered = m_asked;
        m_variants.clear();
        m_originals.clear();
        Q_EMIT refreshed();
        return;
    }
    job->rough.variants.resize(kVariants);
    job->exact.variants.resize(kVariants);
    // A batch is mixed as a whole.
    job->isExactOnly = job->wish.mixup > 0 || job->wish.cutmix > 0;
    job->tensors.resize(kVariants);
    job->originals.resize(job->wish.sources.size());
    job->errors.resize(job->wish.sources.size());
    {
        const std::scoped_lock lock(m_mutex);
        m_pending = std::move(job);
    }
    if (m_threads.empty()) {
        const unsigned threads = std::clamp(hardwareThreads(), 1U, kMostThreads);
        for (unsigned i = 0; i < threads; ++i) {
            m_threads.emplace_back([this](const std::stop_token& quit) { work(quit); });
        }
    }
    m_changed.notify_all();
}

QImage AugmentPreview::original(std::size_t source) const {
    return source < m_originals.size() ? m_originals[source] : QImage();
}

bool AugmentPreview::isNextDue() const {
    if (!m_pending || !m_running) {
        return m_pending != nullptr;
    }
    const Job& job = *m_running;
    return !job.exact.hasMore() || (!job.isExactOnly && !job.rough.hasMore());
}

void AugmentPreview::work(const std::stop_token& quit) {
    lowerThreadPriority();
    while (!quit.stop_requested()) {
        JobPointer job;
        std::size_t index = 0;
        bool isRough = false;
        {
            std::unique_lock lock(m_mutex);
            const bool more = m_changed.wait(lock, quit, [this] {
                return (m_running && m_running->exact.hasMore()) || m_pending;
            });
            if (!more) {
                return;
            }
            if (isNextDue()) {
                m_running = std::exchange(m_pending, nullptr);
            }
            job = m_running;
            isRough = !job->isExactOnly && job->rough.hasMore();
            index = (isRough ? job->rough : job->exact).next++;
        }
        if (isRough) {
            makeRough(job, index);
        } else {
            makeExact(job, index);
        }
    }
}

void AugmentPreview::makeRough(const JobPointer& job, std::size_t index) {
    if (!makeRoughVariant(*job, index)) {
        job->isExactOnly = true;
    }
    if (++job->rough.done == kVariants && !job->isExactOnly) {
        QMetaObject::invokeMethod(
            this, [this, job] { deliverRough(job); }, Qt::QueuedConnection);
    }
}

void AugmentPreview::makeExact(const JobPointer& job, std::size_t index) {
    makeVariant(*job, index);
    if (++job->exact.done == kVariants) {
        finish(*job);
        QMetaObject::invokeMethod(
            this, [this, job] { deliver(job); }, Qt::QueuedConnection);
    }
}

bool AugmentPreview::makeRoughVariant(Job& job, std::size_t index) {
    const PreviewWish& wish = job.wish;
    PreviewVariant& variant = job.rough.variants[index] = variantOf(wish, index);
    variant.isRough = true;
    const PreviewSource& source = wish.sources[variant.source];
    try {
        const Decoded original = decoded(source.path);
        const std::uint64_t seed = seedOf(wish, variant);
        if (!original.reduced || hasMemo(job, index, original, seed)) {
            return false;
        }
        std::vector<float> tensor(augment::tensorSize(wish.preprocess));
        if (!augment::roughTensor(wish.pipeline, *original.reduced, original.picture->width,
                                  original.picture->height, wish.preprocess, seed, tensor.data(),
                                  variant.trace)) {
            return false;
        }
        variant.tensor = factsOf(tensor);
        variant.network = toQImage(augment::fromTensor(tensor.data(), wish.preprocess));
        variant.picture = fitted(variant.network, wish.cell);
        const std::scoped_lock lock(m_mutex);
        job.originals[variant.source] = original.screen;
        return true;
    } catch (const std::exception&) {
        return false;  // the exact pass says what is wrong
    }
}

void AugmentPreview::makeVariant(Job& job, std::size_t index) {
    const PreviewWish& wish = job.wish;
    PreviewVariant& variant = job.exact.variants[index] = variantOf(wish, index);
    const PreviewSource& source = wish.sources[variant.source];
    const auto note = [&](const Error& error) {
        const std::scoped_lock lock(m_mutex);
        job.errors[variant.source] = error;
    };
    try {
        Decoded original = decoded(source.path);
        if (original.error) {
            note(*original.error);
            return;
        }
        {
            const std::scoped_lock lock(m_mutex);
            job.originals[variant.source] = original.screen;
        }
        const std::uint64_t seed = seedOf(wish, variant);
        std::vector<float>& tensor = job.tensors[index];
        tensor.resize(augment::tensorSize(wish.preprocess));
        VariantMemo memo = takeMemo(index, original.picture);
        augment::tracedTensor(wish.pipeline, *original.picture, wish.preprocess, seed,
                              tensor.data(), variant.trace, &memo.steps);
        {
            const std::scoped_lock lock(m_mutex);
            memo.job = job.id;
            m_memos[index] = std::move(memo);
        }
        if (wish.mixup > 0 || wish.cutmix > 0) {
            return;  // finish() draws it together with its partner
        }
        variant.tensor = factsOf(tensor);
        variant.network = toQImage(augment::fromTensor(tensor.data(), wish.preprocess));
        variant.picture = fitted(variant.network, wish.cell);
    } catch (const std::bad_alloc&) {
        note(fail(ErrorCode::OutOfMemory, "a preview"));
    } catch (const std::exception& exception) {
        note(fail(ErrorCode::Internal, exception.what()));
    }
}

bool AugmentPreview::hasMemo(const Job& job, std::size_t index, const Decoded& original,
                             std::uint64_t seed) {
    const std::scoped_lock lock(m_mutex);
    const VariantMemo& memo = m_memos[index];
    return memo.job != job.id && memo.picture.lock() == original.picture &&
           memo.steps.known(job.wish.pipeline, seed) > 0;
}

AugmentPreview::VariantMemo AugmentPreview::takeMemo(
    std::size_t index, const std::shared_ptr<const image::Image>& picture) {
    const std::scoped_lock lock(m_mutex);
    VariantMemo memo = std::exchange(m_memos[index], {});
    if (memo.picture.lock() != picture) {
        memo = {picture, {}, 0};
    }
    return memo;
}

void AugmentPreview::finish(Job& job) {
    if (job.wish.mixup <= 0 && job.wish.cutmix <= 0) {
        return;
    }
    try {
        mix(job);
    } catch (const std::exception& exception) {
        job.errors.front() = fail(ErrorCode::Internal, exception.what());
    }
}

void AugmentPreview::mix(Job& job) const {
    const PreviewWish& wish = job.wish;
    const augment::PreprocessSpec& spec = wish.preprocess;
    // As in the trainer, pictures that cannot be read are no part of the batch.
    std::vector<std::size_t> members;
    const std::size_t size = augment::tensorSize(spec);
    for (std::size_t i = 0; i < job.tensors.size(); ++i) {
        if (job.tensors[i].size() == size) {
            members.push_back(i);
        }
    }
    std::vector<float> batch(members.size() * size);
    for (std::size_t i = 0; i < members.size(); ++i) {
        std::copy(job.tensors[members[i]].begin(), job.tensors[members[i]].end(),
                  batch.begin() + static_cast<std::ptrdiff_t>(i * size));
    }
    Rng rng(mixSeed({wish.seed, 1, 1, stableHash("batch mix")}));
    const augment::MixKind kind = augment::chooseMix(wish.mixup, wish.cutmix, rng);
    const double alpha = kind == augment::MixKind::Mixup ? wish.mixup : wish.cutmix;
    const augment::BatchMix mix =
        augment::drawBatchMix(kind, alpha, members.size(), spec.width, spec.height, rng);
    if (mix.kind != augment::MixKind::None) {
        augment::applyBatchMix(mix, batch.data(), spec.channels == 1 ? 1 : 3);
    }
    for (std::size_t i = 0; i < members.size(); ++i) {
        PreviewVariant& variant = job.exact.variants[members[i]];
        const std::vector<float> tensor(
            batch.begin() + static_cast<std::ptrdiff_t>(i * size),
            batch.begin() + static_cast<std::ptrdiff_t>((i + 1) * size));
        variant.tensor = factsOf(tensor);
        variant.network = toQImage(augment::fromTensor(tensor.data(), spec));
        variant.picture = fitted(variant.network, wish.cell);
        if (i < mix.partner.size()) {
            variant.lambda = mix.lambda;
            variant.partner = job.exact.variants[members[mix.partner[i]]].source;
        }
    }
}

AugmentPreview::Decoded AugmentPreview::decoded(const std::filesystem::path& path) {
    // A file may be another one since it was read.
    std::error_code ignored;
    const auto modified = std::filesystem::last_write_time(path, ignored);
    const auto same = [&path, modified](const Decoded& one) {
        return one.path == path && one.modified == modified;
    };
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = std::find_if(m_kept.begin(), m_kept.end(), same);
        if (found != m_kept.end()) {
            m_kept.splice(m_kept.begin(), m_kept, found);
            return m_kept.front();
        }
    }
    Decoded made;
    made.path = path;
    made.modified = modified;
    if (auto picture = image::decodeFile(path)) {
        made.screen = toQImage(*picture);
        if (std::max(made.screen.width(), made.screen.height()) > kScreenEdge) {
            made.screen = made.screen.scaled(kScreenEdge, kScreenEdge, Qt::KeepAspectRatio,
                                             Qt::SmoothTransformation);
        }
        made.reduced = reducedOf(*picture);
        made.picture = std::make_shared<const image::Image>(std::move(*picture));
    } else {
        made.error = picture.error();
        return made;  // it may be there the next time
    }
    const std::scoped_lock lock(m_mutex);
    // Two threads may have decoded the same image.
    if (std::find_if(m_kept.begin(), m_kept.end(), same) == m_kept.end()) {
        m_kept.push_front(made);
    }
    std::size_t bytes = 0;
    for (auto one = m_kept.begin(); one != m_kept.end();) {
        bytes += one->bytes();
        one = bytes > kKeptBytes && one != m_kept.begin() ? m_kept.erase(one) : std::next(one);
    }
    return made;
}

void AugmentPreview::deliverRough(const JobPointer& job) {
    // The exact ones may have been quicker.
    if (job->id < m_firstValid || job->id <= m_shownId) {
        return;
    }
    m_shownId = job->id;
    m_shown = job->wish;
    m_variants = job->rough.variants;
    {
        const std::scoped_lock lock(m_mutex);  // the exact pass writes them again
        m_originals = job->originals;
    }
    Q_EMIT refreshed();
}

void AugmentPreview::deliver(const JobPointer& job) {
    if (job->id < m_firstValid || job->id < m_shownId) {
        return;
    }
    m_answered = m_shownId = job->id;
    m_workMs =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - job->asked)
            .count();
    m_shown = job->wish;
    {
        const std::scoped_lock lock(m_mutex);  // the rough pass may be at its last variant still
        m_originals = job->originals;
    }
    const bool isLost = std::all_of(job->errors.begin(), job->errors.end(),
                                    [](const auto& error) { return error.has_value(); });
    if (isLost) {
        m_variants.clear();
        Q_EMIT failed(*job->errors.front());
        return;
    }
    m_variants = job->exact.variants;
    Q_EMIT refreshed();
}

}  // namespace minarai::studio
