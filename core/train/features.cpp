// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/features_torch.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <map>
#include <numeric>
#include <utility>

#include <ATen/ATen.h>

#include "base/files.h"
#include "predict/device_torch.h"
#include "predict/in_parts_torch.h"

namespace minarai::train {
namespace {

/// Share of the features' length by which bfloat16 may move them in the first pictures.
constexpr double kTolerance = 0.03;

constexpr std::size_t kBatch = 32;
constexpr std::int64_t kCompared = 8;  ///< pictures that decide about bfloat16

/// Forgets the loader that is at work when its work is over.
struct AtWork {
    loading::BatchLoader*& loader;
    ~AtWork() { loader = nullptr; }
};

at::Tensor imagesOf(const loading::Batch& batch, const augment::PreprocessSpec& preprocess) {
    // from_blob wants a pointer to non-const; the tensor is only read.
    return at::from_blob(const_cast<float*>(batch.imagesNchw.data()),
                         {static_cast<std::int64_t>(batch.count), preprocess.channels,
                          preprocess.height, preprocess.width},
                         at::kFloat);
}

/// Memory backed by a file without a name: the system writes to it what does not fit.
Result<std::shared_ptr<void>> mapFile(const std::filesystem::path& folder, std::uint64_t bytes) {
    std::string name = (folder / "features.tmp-XXXXXX").string();
    const int file = ::mkstemp(name.data());
    if (file < 0) {
        return fail(ErrorCode::WriteFailed, toUtf8(folder), std::strerror(errno));
    }
    (void)::unlink(name.c_str());
    const int problem = ::posix_fallocate(file, 0, static_cast<off_t>(bytes));
    void* data = problem != 0 ? MAP_FAILED
                              : ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    (void)::close(file);
    if (problem == ENOSPC) {
        return fail(ErrorCode::DiskFull, toUtf8(folder));
    }
    if (data == MAP_FAILED) {
        return fail(ErrorCode::WriteFailed, toUtf8(folder),
                    std::strerror(problem != 0 ? problem : errno));
    }
    return std::shared_ptr<void>(data, [bytes](void* memory) { (void)::munmap(memory, bytes); });
}

std::vector<std::int64_t> withRows(std::size_t rows, const std::vector<std::int64_t>& shape) {
    std::vector<std::int64_t> sizes{static_cast<std::int64_t>(rows)};
    sizes.insert(sizes.end(), shape.begin(), shape.end());
    return sizes;
}

}  // namespace

Features::Features(std::shared_ptr<nn::Network> network, FeatureOptions options)
    : m_network(std::move(network)),
      m_options(std::move(options)),
      m_inference(m_network, {m_options.bf16, m_options.cut.node}),
      m_isDecided(!m_options.bf16),
      m_views(static_cast<std::size_t>(m_options.views)) {
    m_options.train.shuffle = false;
    m_options.train.batchSize = m_options.val.batchSize = kBatch;
}

Features::~Features() = default;

Result<Features::Table> Features::makeTable(std::size_t items) {
    Table table;
    table.isThere.assign(items, false);
    const auto sizes = withRows(items, m_options.cut.shape);
    const std::uint64_t bytes =
        sizeof(float) * static_cast<std::uint64_t>(std::accumulate(
                            sizes.begin(), sizes.end(), std::int64_t{1}, std::multiplies<>()));
    if (m_bytes + bytes <= m_options.memoryBytes || bytes == 0) {
        try {
            table.rows = at::zeros(sizes, at::kFloat);
            m_bytes += bytes;
            return table;
        } catch (const std::exception& exception) {
            if (predict::torchError(exception, "features").code != ErrorCode::OutOfMemory) {
                throw;
            }  // the disk may have the room that memory lacks
        }
    }
    MN_ASSIGN(table.mapping, mapFile(m_options.folder, bytes));
    table.rows = at::from_blob(table.mapping.get(), sizes, at::kFloat);
    return table;
}

at::Tensor Features::featuresOf(const at::Tensor& images) {
    return predict::inParts(images, m_limit, "features", [this](const at::Tensor& part) {
        return m_inference.forward(part).to(at::kCPU);
    });
}

void Features::decidePrecision(const at::Tensor& batch) {
    const at::Tensor images = batch.narrow(0, 0, std::min(batch.size(0), kCompared));
    nn::Inference exact(m_network, {false, m_options.cut.node});
    const at::Tensor want = exact.forward(images);
    const at::Tensor difference = m_inference.forward(images) - want;
    m_isDecided = true;
    if (difference.norm().item<double>() > kTolerance * want.norm().item<double>()) {
        m_inference.usePrecision(false);
    }
}

Result<bool> Features::fill(Table& table, loading::BatchLoader& loader, std::uint64_t epoch,
                            const std::stop_token& stop, const FeatureObserver& observer) {
    m_loader = &loader;
    const AtWork atWork{m_loader};
    loader.startEpoch(epoch);
    const std::size_t total = loader.items().size();
    for (std::size_t i = 0; i < loader.batchesPerEpoch(); ++i) {
        auto batch = loader.next(stop);
        if (!batch && !stop.stop_requested()) {
            return fail(ErrorCode::OutOfMemory, MN_TEXT("Error", "the queue of batches"));
        }
        if (!batch) {
            return false;
        }
        if (batch->count > 0) {
            const at::Tensor images =
                imagesOf(*batch, m_options.val.preprocess).to(m_options.device);
            if (!m_isDecided) {
                decidePrecision(images);
            }
            const at::Tensor features = featuresOf(images);
            for (std::size_t row = 0; row < batch->count; ++row) {
                const std::size_t item = batch->items[row];
                table.rows[static_cast<std::int64_t>(item)].copy_(
                    features[static_cast<std::int64_t>(row)]);
                table.isThere[item] = true;
            }
        }
        loader.recycle(*std::move(batch));
        if (!observer(static_cast<std::int64_t>(std::min((i + 1) * kBatch, total)),
                      static_cast<std::int64_t>(total))) {
            return false;
        }
    }
    for (loading::LoadProblem& problem : loader.takeProblems()) {
        // Of the picture itself and of its variations there are two loaders.
        if (m_told.insert(problem.path).second) {
            m_problems.push_back(std::move(problem));
        }
    }
    return true;
}

Result<bool> Features::computeValidation(const std::stop_token& stop,
                                         const FeatureObserver& observer) {
    MN_ASSIGN(Table table, makeTable(m_options.valItems.size()));
    loading::BatchLoader loader(m_options.val, m_options.valItems);
    MN_ASSIGN(const bool whole, fill(table, loader, 0, stop, observer));
    if (whole) {
        m_val = std::move(table);
    }
    return whole;
}

loading::BatchLoader& Features::loaderOf(std::int64_t view) {
    const bool varies = view > 0 || !m_options.plainFirst;
    if (m_trainLoader == nullptr || varies != m_loaderVaries) {
        loading::LoaderOptions options = m_options.train;
        if (!varies) {
            options.pipeline.reset();
            options.cacheBytes = 0;
        }
        m_trainLoader.reset();
        m_trainLoader = std::make_unique<loading::BatchLoader>(options, m_options.trainItems);
        m_loaderVaries = varies;
    }
    return *m_trainLoader;
}

Result<bool> Features::computeView(std::int64_t view, const std::stop_token& stop,
                                   const FeatureObserver& observer) {
    auto& place = m_views.at(static_cast<std::size_t>(view));
    if (place) {
        return true;
    }
    MN_ASSIGN(Table table, makeTable(m_options.trainItems.size()));
    MN_ASSIGN(const bool whole,
              fill(table, loaderOf(view), static_cast<std::uint64_t>(view), stop, observer));
    if (!whole) {
        return false;
    }
    place = std::move(table);
    if (std::all_of(m_views.begin(), m_views.end(), [](const auto& one) { return one; })) {
        m_trainLoader.reset();  // with the pictures that it keeps
    }
    return true;
}

at::Tensor Features::rowsOf(const Table& table, std::span<const std::size_t> items) const {
    at::Tensor index = at::empty({static_cast<std::int64_t>(items.size())}, at::kLong);
    std::copy(items.begin(), items.end(), index.data_ptr<std::int64_t>());
    return table.rows.index_select(0, index).to(m_options.device);
}

const Features::Table& Features::viewTable(std::int64_t view) const {
    return *m_views.at(static_cast<std::size_t>(view));
}

at::Tensor Features::ofTraining(std::span<const FeatureTurn> turns) const {
    // Nearly always one view, of which a single copy is made.
    std::map<std::int64_t, std::pair<std::vector<std::size_t>, std::vector<std::int64_t>>> byView;
    for (std::size_t row = 0; row < turns.size(); ++row) {
        auto& [items, rows] = byView[turns[row].view];
        items.push_back(turns[row].item);
        rows.push_back(static_cast<std::int64_t>(row));
    }
    if (byView.size() == 1) {
        const auto& [view, places] = *byView.begin();
        return rowsOf(viewTable(view), places.first);
    }
    at::Tensor all = at::empty(withRows(turns.size(), m_options.cut.shape),
                               at::TensorOptions(at::kFloat).device(m_options.device));
    for (const auto& [view, places] : byView) {
        all.index_copy_(0, at::tensor(places.second, at::kLong).to(m_options.device),
                        rowsOf(viewTable(view), places.first));
    }
    return all;
}

at::Tensor Features::ofValidation(std::span<const std::size_t> items) const {
    return rowsOf(*m_val, items);
}

std::vector<FeatureTurn> Features::readable(std::span<const FeatureTurn> turns) const {
    std::vector<FeatureTurn> kept;
    std::copy_if(turns.begin(), turns.end(), std::back_inserter(kept),
                 [this](const auto& turn) { return viewTable(turn.view).isThere[turn.item]; });
    return kept;
}

loading::Batch Features::batchOf(std::span<const FeatureTurn> turns) const {
    loading::Batch batch;
    for (const FeatureTurn& turn : turns) {
        batch.items.push_back(turn.item);
        batch.labels.push_back(m_options.trainItems[turn.item].label);
        ++batch.count;
    }
    return batch;
}

loading::Batch Features::validationBatch(std::size_t first, std::size_t count) const {
    loading::Batch batch;
    for (std::size_t item = first; item < std::min(first + count, m_val->isThere.size()); ++item) {
        if (m_val->isThere[item]) {
            batch.items.push_back(item);
            batch.labels.push_back(m_options.valItems[item].label);
            ++batch.count;
        }
    }
    return batch;
}

void Features::pauseLoading(bool paused) {
    if (m_loader != nullptr) {
        m_loader->setPaused(paused);
    }
}

std::vector<loading::LoadProblem> Features::takeProblems() {
    return std::exchange(m_problems, {});
}

}  // namespace minarai::train
