// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The binary version of CIFAR-10 and CIFAR-100 (Krizhevsky 2009): records of one or two label bytes
// and 32 x 32 pixels in three planes.
#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "base/text.h"
#include "dataset/import_parts.h"
#include "dataset/names.h"

namespace minarai::dataset {

namespace {

constexpr int kEdge = 32;
constexpr std::size_t kPixelBytes = std::size_t{3} * kEdge * kEdge;
constexpr int kBatches = 5;

const std::vector<std::string>& cifar10Names() {
    static const std::vector<std::string> names{"airplane", "automobile", "bird",  "cat",  "deer",
                                                "dog",      "frog",       "horse", "ship", "truck"};
    return names;
}

const std::vector<std::string>& cifar100Names() {
    static const std::vector<std::string> names{
        "apple",       "aquarium_fish", "baby",      "bear",       "beaver",       "bed",
        "bee",         "beetle",        "bicycle",   "bottle",     "bowl",         "boy",
        "bridge",      "bus",           "butterfly", "camel",      "can",          "castle",
        "caterpillar", "cattle",        "chair",     "chimpanzee", "clock",        "cloud",
        "cockroach",   "couch",         "crab",      "crocodile",  "cup",          "dinosaur",
        "dolphin",     "elephant",      "flatfish",  "forest",     "fox",          "girl",
        "hamster",     "house",         "kangaroo",  "keyboard",   "lamp",         "lawn_mower",
        "leopard",     "lion",          "lizard",    "lobster",    "man",          "maple_tree",
        "motorcycle",  "mountain",      "mouse",     "mushroom",   "oak_tree",     "orange",
        "orchid",      "otter",         "palm_tree", "pear",       "pickup_truck", "pine_tree",
        "plain",       "plate",         "poppy",     "porcupine",  "possum",       "rabbit",
        "raccoon",     "ray",           "road",      "rocket",     "rose",         "sea",
        "seal",        "shark",         "shrew",     "skunk",      "skyscraper",   "snail",
        "snake",       "spider",        "squirrel",  "streetcar",  "sunflower",    "sweet_pepper",
        "table",       "tank",          "telephone", "television", "tiger",        "tractor",
        "train",       "trout",         "tulip",     "turtle",     "wardrobe",     "whale",
        "willow_tree", "wolf",          "woman",     "worm"};
    return names;
}

/// The names that the set's own list tells, one a line.
Result<std::vector<std::string>> classNames(const ImportFiles& files, const std::string& list,
                                            const std::vector<std::string>& known) {
    MN_ASSIGN(const auto file, files.find(list));
    if (!file) {
        return known;
    }
    std::vector<std::string> names;
    std::string line;
    for (const std::uint8_t byte : file->bytes) {
        if (byte == '\n') {
            names.push_back(std::exchange(line, {}));
        } else if (byte != '\r') {
            line += static_cast<char>(byte);
        }
    }
    names.push_back(line);
    std::erase(names, "");
    const bool usable = std::all_of(names.begin(), names.end(), [](const std::string& name) {
        return isSafePath(name) && name.find('/') == std::string::npos && name.front() != '.';
    });
    if (names.size() != known.size() || !usable ||
        std::set<std::string>(names.begin(), names.end()).size() != names.size()) {
        return fail(ErrorCode::FileFormat, file->shownName,
                    MN_TEXT("Dataset", "it does not name the classes, one a line"));
    }
    return names;
}

/// Appends the records of a batch. The last byte of `labelBytes` is the label that counts.
Status takeRecords(const ImportFile& file, std::size_t labelBytes, std::size_t classes,
                   ImportPart& part) {
    const std::size_t record = labelBytes + kPixelBytes;
    const std::size_t count = file.bytes.size() / record;
    if (count == 0 || file.bytes.size() % record != 0) {
        return fail(ErrorCode::ImportTruncated, file.shownName, std::to_string(file.bytes.size()),
                    std::to_string((count + 1) * record));
    }
    MN_TRY(checkWhole(file));
    std::vector<std::uint8_t> labels;
    labels.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        labels.push_back(file.bytes[i * record + labelBytes - 1]);
    }
    MN_TRY(checkLabels(file.shownName, labels, classes));
    part.labels.insert(part.labels.end(), labels.begin(), labels.end());
    part.pixels.reserve(part.pixels.size() + count * kPixelBytes);
    for (std::size_t i = 0; i < count; ++i) {
        const auto begin =
            file.bytes.begin() + static_cast<std::ptrdiff_t>(i * record + labelBytes);
        part.pixels.insert(part.pixels.end(), begin,
                           begin + static_cast<std::ptrdiff_t>(kPixelBytes));
    }
    return {};
}

/// Batches follow each other without a gap and are equally long, so that one which is cut between
/// two records is told from a whole one; with all of them missing there is no such part.
Result<std::optional<ImportPart>> readPart(const ImportFiles& files, const std::string& name,
                                           const std::vector<std::string>& batches,
                                           std::size_t labelBytes, std::size_t classes,
                                           std::vector<std::string>& absent) {
    ImportPart part;
    part.name = name;
    part.width = part.height = kEdge;
    part.planes = 3;
    std::string missing;
    std::vector<std::pair<std::string, std::size_t>> lengths;
    for (const std::string& batch : batches) {
        MN_ASSIGN(const auto file, files.find(batch));
        if (!file) {
            missing = missing.empty() ? batch : missing;
            absent.push_back(batch);
            continue;
        }
        if (!missing.empty()) {
            MN_TRY(files.get(missing));
        }
        MN_TRY(takeRecords(*file, labelBytes, classes, part));
        lengths.emplace_back(file->shownName, file->bytes.size());
    }
    const auto isShorter = [](const auto& a, const auto& b) { return a.second < b.second; };
    const auto [shortest, longest] = std::minmax_element(lengths.begin(), lengths.end(), isShorter);
    if (shortest != lengths.end() && shortest->second < longest->second) {
        return fail(ErrorCode::ImportTruncated, shortest->first, std::to_string(shortest->second),
                    std::to_string(longest->second));
    }
    return part.labels.empty() ? std::optional<ImportPart>() : std::optional(std::move(part));
}

}  // namespace

Status checkWhole(const ImportFile& file) {
    if (file.cut) {
        return fail(ErrorCode::FileFormat, file.shownName,
                    MN_TEXT("Dataset", "the end of its gzip data is missing; get the file again"));
    }
    return {};
}

Status checkLabels(const std::string& file, const std::vector<std::uint8_t>& labels,
                   std::size_t classes) {
    const auto wrong = std::find_if(labels.begin(), labels.end(),
                                    [&](std::uint8_t label) { return label >= classes; });
    if (wrong != labels.end()) {
        return fail(ErrorCode::ImportLabel, file, std::to_string(wrong - labels.begin() + 1),
                    std::to_string(*wrong), std::to_string(classes));
    }
    return {};
}

Result<ImportSet> readCifar(ImportFormat format, const std::filesystem::path& source,
                            const std::stop_token& stop) {
    const bool ten = format == ImportFormat::Cifar10;
    std::vector<std::string> batches;
    for (int i = 1; ten && i <= kBatches; ++i) {
        batches.push_back("data_batch_" + std::to_string(i) + ".bin");
    }
    if (!ten) {
        batches.emplace_back("train.bin");
    }
    const std::string test = ten ? "test_batch.bin" : "test.bin";
    std::vector<std::string> probes = batches;
    probes.push_back(test);
    MN_ASSIGN(
        const ImportFiles files,
        ImportFiles::open(source, {"", ten ? "cifar-10-batches-bin" : "cifar-100-binary"}, probes,
                          ten ? "cifar-10-binary.tar.gz" : "cifar-100-binary.tar.gz", stop));
    ImportSet imported;
    MN_ASSIGN(imported.classes, classNames(files, ten ? "batches.meta.txt" : "fine_label_names.txt",
                                           ten ? cifar10Names() : cifar100Names()));
    const std::size_t labelBytes = ten ? 1 : 2;
    const std::size_t classes = imported.classes.size();
    MN_ASSIGN(auto train, readPart(files, "train", batches, labelBytes, classes, imported.missing));
    if (stop.stop_requested()) {
        return fail(ErrorCode::Cancelled);
    }
    MN_ASSIGN(auto tested, readPart(files, "test", {test}, labelBytes, classes, imported.missing));
    for (auto* part : {&train, &tested}) {
        if (*part) {
            imported.parts.push_back(std::move(**part));
        }
    }
    if (imported.parts.empty()) {
        MN_TRY(files.get(batches.front()));
    }
    return imported;
}

}  // namespace minarai::dataset
