// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/importers.h"

#include <fstream>
#include <iterator>
#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/dataset/python.h"
#include "core/dataset/tree.h"
#include "support/promised.h"

namespace minarai::dataset {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string slurp(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string big32(std::uint32_t value) {
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8) {
        text += static_cast<char>(value >> shift);
    }
    return text;
}

/// Two pictures of 3 x 2 with labels 4 and 9.
struct SmallMnist {
    Tree tree;
    std::string images = big32(0x803) + big32(2) + big32(2) + big32(3) + "abcdefghijkl";
    std::string labels = big32(0x801) + big32(2) + "\x04\x09";

    Result<Imported> import(const ProgressCallback& progress = {},
                            const std::stop_token& stop = {}) const {
        tree.file("src/train-images-idx3-ubyte", images);
        tree.file("src/train-labels-idx1-ubyte", labels);
        return importDataset(ImportFormat::Mnist, tree.root() / "src", target(), progress, stop);
    }
    [[nodiscard]] fs::path target() const { return tree.root() / "out"; }
    /// Nothing of a failed import is left.
    [[nodiscard]] bool isClean() const {
        return std::distance(fs::directory_iterator(tree.root()), fs::directory_iterator()) == 1;
    }
};

class ImportOfficial : public testing::TestWithParam<std::string> {};

TEST_P(ImportOfficial, HoldsWhatNumpyWrote) {
    if (!pythonAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-pil");
    }
    const Tree tree;
    const auto format = importFormatFromName(GetParam());
    ASSERT_TRUE(format.has_value());
    const bool isPacked = GetParam() == "mnist" || GetParam() == "cifar100";
    const std::string source = (tree.root() / "src").string();
    const fs::path target = tree.root() / "out";
    ASSERT_EQ(askPython("import_oracle.py",
                        "make " + GetParam() + " '" + source + "'" + (isPacked ? " packed" : "")),
              "");
    EXPECT_EQ(detectImport(source),
              *format == ImportFormat::FashionMnist ? ImportFormat::Mnist : *format);
    std::uint64_t last = 0;
    const auto imported = importDataset(*format, source, target, [&](const Progress& now) {
        EXPECT_EQ(now.total, 300U);
        last = now.done;
    });
    ASSERT_TRUE(imported.has_value()) << imported.error().message();
    EXPECT_EQ(imported->train, 230U);
    EXPECT_EQ(imported->test, 70U);
    EXPECT_EQ(last, 300U);
    EXPECT_EQ(askPython("import_oracle.py",
                        "check " + GetParam() + " '" + source + "' '" + target.string() + "'"),
              "");
}

INSTANTIATE_TEST_SUITE_P(Formats, ImportOfficial,
                         testing::Values("mnist", "fashion_mnist", "cifar10", "cifar100"),
                         [](const auto& each) { return each.param; });

TEST(ImportMnist, FindsTheFilesWhereTorchvisionPutsThem) {
    const SmallMnist small;
    small.tree.file("root/MNIST/raw/train-images.idx3-ubyte", small.images);
    small.tree.file("root/MNIST/raw/train-labels.idx1-ubyte", small.labels);
    const auto imported =
        importDataset(ImportFormat::Mnist, small.tree.root() / "root", small.tree.root() / "out");
    ASSERT_TRUE(imported.has_value()) << imported.error().message();
    EXPECT_EQ(imported->train, 2U);
    EXPECT_EQ(imported->test, 0U);
    EXPECT_TRUE(fs::exists(small.target() / "train/4/00001.png"));
    EXPECT_TRUE(fs::exists(small.target() / "train/9/00002.png"));
    EXPECT_EQ(detectImport(small.tree.root() / "root"), ImportFormat::Mnist);
    EXPECT_EQ(detectImport(small.target()), std::nullopt);
    small.tree.file("a/FashionMNIST/raw/train-images-idx3-ubyte", small.images);
    EXPECT_EQ(detectImport(small.tree.root() / "a"), ImportFormat::FashionMnist);
}

TEST(ImportMnist, SaysWhatIsWrongWithAFile) {
    struct Case {
        const char* about;
        std::string images;
        std::string labels;
        ErrorCode code;
        const char* says;
    };
    const SmallMnist good;
    const std::string& images = good.images;
    const std::string& labels = good.labels;
    const Case cases[] = {
        {"cut", images.substr(0, 20), labels, ErrorCode::ImportTruncated, "20 of 28"},
        {"cut header", images.substr(0, 9), labels, ErrorCode::ImportTruncated, "9 of 16"},
        {"empty", "", labels, ErrorCode::ImportTruncated, "0 of 16"},
        {"long", images + "x", labels, ErrorCode::ImportTooLong, "1 bytes more"},
        {"swapped", labels, images, ErrorCode::FileFormat, "no IDX file of pictures"},
        {"text", "hello, this is text", labels, ErrorCode::FileFormat, "no IDX file"},
        {"huge", big32(0x803) + big32(0xFFFFFFFF) + big32(28) + big32(28), labels,
         ErrorCode::FileFormat, "impossible sizes"},
        {"counts", images, big32(0x801) + big32(1) + "\x04", ErrorCode::ImportCount, "2 images"},
        {"label", images, big32(0x801) + big32(2) + "\x04\x0a", ErrorCode::ImportLabel,
         "image 2 the label 10"},
    };
    for (const Case& each : cases) {
        SmallMnist small;
        small.images = each.images;
        small.labels = each.labels;
        const auto imported = small.import();
        ASSERT_FALSE(imported.has_value()) << each.about;
        EXPECT_EQ(imported.error().code, each.code) << each.about;
        EXPECT_THAT(imported.error().message(), HasSubstr(each.says)) << each.about;
        EXPECT_TRUE(small.isClean()) << each.about;
    }
}

TEST(ImportMnist, AMissingPartnerIsNamed) {
    const SmallMnist small;
    small.tree.file("src/train-images-idx3-ubyte", small.images);
    const auto imported =
        importDataset(ImportFormat::Mnist, small.tree.root() / "src", small.target());
    ASSERT_FALSE(imported.has_value());
    EXPECT_EQ(imported.error().code, ErrorCode::FileMissing);
    EXPECT_THAT(imported.error().message(), HasSubstr("train-labels-idx1-ubyte"));
}

TEST(ImportMnist, GzipThatIsCutOrDamaged) {
    if (!pythonAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-pil");
    }
    const Tree tree;
    const fs::path source = tree.root() / "src";
    ASSERT_EQ(askPython("import_oracle.py", "make mnist '" + source.string() + "' packed"), "");
    const fs::path file = source / "train-images-idx3-ubyte.gz";
    const std::string whole = slurp(file);
    const auto importing = [&](const std::string& bytes) {
        tree.file("src/train-images-idx3-ubyte.gz", bytes);
        return importDataset(ImportFormat::Mnist, source, tree.root() / "out");
    };
    EXPECT_EQ(importing(whole.substr(0, whole.size() / 2)).error().code,
              ErrorCode::ImportTruncated);
    const auto trailer = importing(whole.substr(0, whole.size() - 4));
    ASSERT_FALSE(trailer.has_value());
    EXPECT_EQ(trailer.error().code, ErrorCode::FileFormat);
    std::string flipped = whole;
    flipped[whole.size() - 6] = static_cast<char>(flipped[whole.size() - 6] ^ 0x55);
    EXPECT_EQ(importing(flipped).error().code, ErrorCode::FileFormat);
    EXPECT_TRUE(importing(whole).has_value());
}

TEST(ImportCifar, BuiltInNamesAndSizesOfRecords) {
    const Tree tree;
    const std::string pixels(3072, 'p');
    tree.file("src/data_batch_1.bin", "\x09" + pixels + std::string(1, '\0') + pixels);
    const auto importing = [&] {
        return importDataset(ImportFormat::Cifar10, tree.root() / "src", tree.root() / "out");
    };
    const auto imported = importing();
    ASSERT_TRUE(imported.has_value()) << imported.error().message();
    EXPECT_EQ(imported->classes.front(), "airplane");
    EXPECT_TRUE(fs::exists(tree.root() / "out/train/truck/00001.png"));
    EXPECT_TRUE(fs::exists(tree.root() / "out/train/airplane/00002.png"));
    EXPECT_EQ(importing().error().code, ErrorCode::AlreadyExists);

    fs::remove_all(tree.root() / "out");
    tree.file("src/data_batch_1.bin", "\x09" + pixels + "\x01");
    EXPECT_EQ(importing().error().code, ErrorCode::ImportTruncated);
    tree.file("src/data_batch_1.bin", "\x0a" + pixels);
    EXPECT_EQ(importing().error().code, ErrorCode::ImportLabel);
    tree.file("src/data_batch_1.bin", "\x01" + pixels);
    tree.file("src/data_batch_3.bin", "\x01" + pixels);
    const auto gap = importing();
    ASSERT_FALSE(gap.has_value());
    EXPECT_THAT(gap.error().message(), HasSubstr("data_batch_2.bin"));

    // One that ends between two records.
    tree.file("src/data_batch_1.bin", "\x01" + pixels + "\x02" + pixels);
    tree.file("src/data_batch_2.bin", "\x03" + pixels);
    tree.file("src/data_batch_3.bin", "\x04" + pixels + "\x05" + pixels);
    const auto cut = importing();
    ASSERT_FALSE(cut.has_value());
    EXPECT_EQ(cut.error().code, ErrorCode::ImportTruncated);
    EXPECT_THAT(cut.error().message(), HasSubstr("data_batch_2.bin"));
    tree.file("src/data_batch_2.bin", "\x03" + pixels + "\x06" + pixels);
    const auto whole = importing();
    ASSERT_TRUE(whole.has_value()) << whole.error().message();
    EXPECT_EQ(whole->train, 6U);
    EXPECT_EQ(whole->missing,
              (std::vector<std::string>{"data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"}));
}

TEST(ImportCifar, HostileNamesAreRefused) {
    const Tree tree;
    tree.file("src/test_batch.bin", "\x09" + std::string(3072, 'p'));
    for (const char* first : {"../../outside", "/etc", "..", ".hidden", "b\n"}) {
        tree.file("src/batches.meta.txt", std::string(first) + "\nb\nc\nd\ne\nf\ng\nh\ni\nj\n");
        const auto imported =
            importDataset(ImportFormat::Cifar10, tree.root() / "src", tree.root() / "out");
        ASSERT_FALSE(imported.has_value()) << first;
        EXPECT_EQ(imported.error().code, ErrorCode::FileFormat) << first;
    }
    tree.file("bad/cifar-10-binary.tar.gz", std::string(2000, 't'));
    EXPECT_EQ(
        importDataset(ImportFormat::Cifar10, tree.root() / "bad", tree.root() / "out").error().code,
        ErrorCode::FileFormat);
}

TEST(Import, AnEmptyFolderAndOneThreadAreKept) {
    const SmallMnist small;
    small.tree.folder("far");
    small.tree.link("out", small.tree.root() / "far");
    small.tree.file("src/train-images-idx3-ubyte", small.images);
    small.tree.file("src/train-labels-idx1-ubyte", small.labels);
    std::set<std::thread::id> threads;
    const auto imported = importDataset(
        ImportFormat::Mnist, small.tree.root() / "src", small.target(),
        [&](const Progress&) { threads.insert(std::this_thread::get_id()); }, {}, 1);
    ASSERT_TRUE(imported.has_value()) << imported.error().message();
    EXPECT_EQ(threads, std::set{std::this_thread::get_id()});
    EXPECT_TRUE(fs::is_symlink(small.target()));
    EXPECT_TRUE(fs::exists(small.tree.root() / "far/train/4/00001.png"));
    EXPECT_EQ(std::distance(fs::directory_iterator(small.target()), fs::directory_iterator()), 1);
}

TEST(Import, StopsCleanly) {
    const SmallMnist small;
    std::stop_source source;
    const auto imported =
        small.import([&](const Progress&) { source.request_stop(); }, source.get_token());
    ASSERT_FALSE(imported.has_value());
    EXPECT_EQ(imported.error().code, ErrorCode::Cancelled);
    EXPECT_TRUE(small.isClean());
}

}  // namespace
}  // namespace minarai::dataset
