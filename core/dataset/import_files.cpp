// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/import_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include "base/files.h"
#include "base/text.h"
#include "dataset/names.h"

namespace minarai::dataset {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxBytes = std::uint64_t{1} << 30;
constexpr std::size_t kBlock = 512;  ///< of a tar archive
constexpr unsigned kPiece = 1U << 20;

std::string shown(const fs::path& path) {
    return shownName(toUtf8(path));
}

/// Reads gzip and plain files alike.
class GzipReader {
  public:
    static Result<GzipReader> open(const fs::path& path) {
        // O_NONBLOCK: a FIFO must not hang the import.
        const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        if (fd < 0) {
            return readError(path, errno);
        }
        struct stat info {};
        if (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
            ::close(fd);
            return fail(ErrorCode::ReadFailed, shown(path),
                        MN_TEXT("Error", "it is not a regular file"));
        }
        GzipReader reader(path);
        reader.m_file.reset(::gzdopen(fd, "rb"));
        if (!reader.m_file) {
            ::close(fd);
            return fail(ErrorCode::OutOfMemory, shown(path));
        }
        (void)::gzbuffer(reader.m_file.get(), kPiece);
        return reader;
    }

    /// Up to `size` bytes, fewer at the end.
    Result<std::size_t> read(std::uint8_t* into, std::size_t size) {
        std::size_t filled = 0;
        while (filled < size) {
            const auto piece = static_cast<unsigned>(std::min<std::size_t>(size - filled, kPiece));
            const int got = ::gzread(m_file.get(), into + filled, piece);
            if (got <= 0) {
                MN_TRY(checkEnd(got));
                break;
            }
            filled += static_cast<std::size_t>(got);
        }
        return filled;
    }

    /// True once read() met the end of a gzip file that is cut off.
    [[nodiscard]] bool isCut() const { return m_cut; }

  private:
    struct Close {
        void operator()(gzFile file) const { ::gzclose(file); }
    };

    explicit GzipReader(fs::path path) : m_path(std::move(path)) {}

    Status checkEnd(int got) {
        int code = Z_OK;
        (void)::gzerror(m_file.get(), &code);
        if (code == Z_BUF_ERROR) {
            m_cut = true;  // what is there tells how much is missing
            return {};
        }
        if (code == Z_ERRNO) {
            return readError(m_path, errno);
        }
        if (code == Z_MEM_ERROR) {
            return fail(ErrorCode::OutOfMemory, shown(m_path));
        }
        if (got < 0 || (code != Z_OK && code != Z_STREAM_END)) {
            return fail(ErrorCode::FileFormat, shown(m_path),
                        MN_TEXT("Dataset", "its gzip data is damaged; get the file again"));
        }
        return {};
    }

    fs::path m_path;
    std::unique_ptr<std::remove_pointer_t<gzFile>, Close> m_file;
    bool m_cut = false;
};

/// Octal digits of a tar header; nothing for anything else.
std::optional<std::uint64_t> octal(std::string_view field) {
    std::uint64_t value = 0;
    bool digits = false;
    for (const char c : field) {
        if (c >= '0' && c <= '7') {
            if (value > kMaxBytes) {
                return std::nullopt;
            }
            value = value * 8 + static_cast<std::uint64_t>(c - '0');
            digits = true;
        } else if (c == ' ' && !digits) {
            continue;
        } else if (c == ' ' || c == '\0') {
            break;
        } else {
            return std::nullopt;
        }
    }
    return digits ? std::optional(value) : std::nullopt;
}

struct TarHeader {
    std::string lastName;
    std::uint64_t size = 0;
    char type = '0';
};

/// POSIX ustar and its forerunners; nothing when the checksum does not fit.
std::optional<TarHeader> tarHeader(const std::array<std::uint8_t, kBlock>& block) {
    const std::string_view text(reinterpret_cast<const char*>(block.data()), block.size());
    constexpr std::size_t kSumAt = 148;
    constexpr std::size_t kSumEnd = 156;
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < block.size(); ++i) {
        sum += i >= kSumAt && i < kSumEnd ? std::uint64_t{' '} : block[i];
    }
    const auto wanted = octal(text.substr(kSumAt, kSumEnd - kSumAt));
    const auto size = octal(text.substr(124, 12));
    if (!wanted || *wanted != sum || !size) {
        return std::nullopt;
    }
    TarHeader header;
    const std::string_view name = text.substr(0, std::min<std::size_t>(text.find('\0'), 100));
    const auto slash = name.rfind('/');
    header.lastName = name.substr(slash == std::string_view::npos ? 0 : slash + 1);
    header.size = *size;
    header.type = text[156] == '\0' ? '0' : text[156];
    return header;
}

bool isFile(const fs::path& path) {
    std::error_code error;
    return fs::is_regular_file(path, error);
}

Error truncatedArchive(const fs::path& path, std::uint64_t have, std::uint64_t want) {
    return fail(ErrorCode::ImportTruncated, shown(path), std::to_string(have),
                std::to_string(want));
}

}  // namespace

Result<Decompressed> readDecompressed(const fs::path& path) {
    MN_ASSIGN(GzipReader reader, GzipReader::open(path));
    std::vector<std::uint8_t> bytes;
    while (true) {
        const std::size_t had = bytes.size();
        bytes.resize(had + kPiece);
        MN_ASSIGN(const std::size_t got, reader.read(bytes.data() + had, kPiece));
        bytes.resize(had + got);
        if (got < kPiece) {
            return Decompressed{std::move(bytes), reader.isCut()};
        }
        if (bytes.size() > kMaxBytes) {
            return fail(ErrorCode::FileFormat, shown(path),
                        MN_TEXT("Dataset", "it is larger than a gigabyte"));
        }
    }
}

Result<std::map<std::string, std::vector<std::uint8_t>>> readTar(const fs::path& path,
                                                                 const std::stop_token& stop) {
    MN_ASSIGN(GzipReader reader, GzipReader::open(path));
    std::map<std::string, std::vector<std::uint8_t>> entries;
    std::array<std::uint8_t, kBlock> block{};
    std::uint64_t position = 0;
    std::uint64_t kept = 0;
    while (true) {
        MN_ASSIGN(const std::size_t got, reader.read(block.data(), block.size()));
        const bool blank =
            std::all_of(block.begin(), block.end(), [](std::uint8_t byte) { return byte == 0; });
        if ((got == 0 && !reader.isCut()) || (got == kBlock && blank)) {
            return entries;
        }
        if (got < kBlock) {
            return truncatedArchive(path, position + got, position + kBlock);
        }
        const auto header = tarHeader(block);
        if (!header) {
            return fail(ErrorCode::FileFormat, shown(path),
                        MN_TEXT("Dataset", "it is not a tar archive of the official files"));
        }
        position += kBlock;
        kept += header->size;
        if (header->size > kMaxBytes || kept > kMaxBytes) {
            return fail(ErrorCode::FileFormat, shown(path),
                        MN_TEXT("Dataset", "it is larger than a gigabyte"));
        }
        const std::uint64_t stored = (header->size + kBlock - 1) / kBlock * kBlock;
        // In pieces: what the header claims is believed only as far as the file goes.
        std::vector<std::uint8_t> bytes;
        while (bytes.size() < stored) {
            if (stop.stop_requested()) {
                return fail(ErrorCode::Cancelled);
            }
            const std::size_t had = bytes.size();
            const std::size_t piece = std::min<std::uint64_t>(stored - had, kPiece);
            bytes.resize(had + piece);
            MN_ASSIGN(const std::size_t read, reader.read(bytes.data() + had, piece));
            if (read < piece) {
                return truncatedArchive(path, position + had + read, position + stored);
            }
        }
        position += stored;
        bytes.resize(header->size);
        if (header->type == '0') {
            entries[header->lastName] = std::move(bytes);
        }
    }
}

Result<ImportFiles> ImportFiles::open(const fs::path& source,
                                      const std::vector<std::string>& folders,
                                      const std::vector<std::string>& probes,
                                      const std::string& archive, const std::stop_token& stop) {
    ImportFiles files;
    std::error_code error;
    if (!fs::exists(source, error)) {
        return fail(ErrorCode::FileMissing, shown(source));
    }
    for (const std::string& folder : folders) {
        for (const std::string& probe : probes) {
            const fs::path path = (folder.empty() ? source : source / folder) / probe;
            if (isFile(path) || isFile(fs::path(path) += ".gz")) {
                files.m_folder = path.parent_path();
                return files;
            }
        }
    }
    if (isFile(source)) {
        files.m_archive = source;
    } else if (!archive.empty() && isFile(source / archive)) {
        files.m_archive = source / archive;
    } else {
        return fail(ErrorCode::FileMissing, shown(source / probes.front()));
    }
    MN_ASSIGN(files.m_entries, readTar(files.m_archive, stop));
    return files;
}

Result<std::optional<ImportFile>> ImportFiles::find(const std::string& name) const {
    if (!m_archive.empty()) {
        const auto found = m_entries.find(name);
        if (found == m_entries.end()) {
            return std::optional<ImportFile>();
        }
        return std::optional(ImportFile{shown(m_archive) + ": " + name, found->second, false});
    }
    for (const char* ending : {"", ".gz"}) {
        const fs::path path = m_folder / (name + ending);
        if (isFile(path)) {
            MN_ASSIGN(auto read, readDecompressed(path));
            return std::optional(ImportFile{shown(path), std::move(read.bytes), read.cut});
        }
    }
    return std::optional<ImportFile>();
}

Result<ImportFile> ImportFiles::get(const std::string& name) const {
    MN_ASSIGN(auto file, find(name));
    if (!file) {
        return fail(ErrorCode::FileMissing,
                    m_archive.empty() ? shown(m_folder / name) : shown(m_archive) + ": " + name);
    }
    return std::move(*file);
}

}  // namespace minarai::dataset
