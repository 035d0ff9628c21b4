// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "house/source_tree.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string_view>

namespace minarai::house {
namespace {

namespace fs = std::filesystem;

const std::set<std::string>& torchRooms() {
    static const std::set<std::string> names{"weights", "nn",      "loading", "predict",
                                             "train",   "explain", "engine"};
    return names;
}

const std::set<std::string>& siblings() {
    static const std::set<std::string> names{"dataset", "augment", "nn", "zoo"};
    return names;
}

bool startsWithAny(std::string_view text, std::initializer_list<std::string_view> starts) {
    return std::any_of(starts.begin(), starts.end(),
                       [&](std::string_view start) { return text.starts_with(start); });
}

bool isSource(const fs::path& path) {
    const std::string extension = path.extension().string();
    return extension == ".h" || extension == ".cpp" || extension == ".inc" ||
           extension == ".cmake" || path.filename() == "CMakeLists.txt";
}

std::string readAll(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::optional<std::string> includeTarget(const std::string& line) {
    std::size_t at = line.find_first_not_of(" \t");
    if (at == std::string::npos || line[at] != '#') {
        return std::nullopt;
    }
    at = line.find_first_not_of(" \t", at + 1);
    if (at == std::string::npos || line.compare(at, 7, "include") != 0) {
        return std::nullopt;
    }
    const std::size_t open = line.find_first_of("<\"", at);
    if (open == std::string::npos) {
        return std::nullopt;
    }
    const std::size_t close = line.find(line[open] == '<' ? '>' : '"', open + 1);
    if (close == std::string::npos) {
        return std::nullopt;
    }
    return line.substr(open + 1, close - open - 1);
}

std::vector<Include> includesOf(const std::string& text) {
    std::vector<Include> includes;
    std::istringstream lines(withoutComments(text));
    std::string line;
    for (std::size_t number = 1; std::getline(lines, line); ++number) {
        if (auto target = includeTarget(line)) {
            includes.push_back({*target, "", number});
        }
    }
    return includes;
}

std::string at(const SourceFile& file, const Include& include, const std::string& what) {
    return file.path + ":" + std::to_string(include.line) + ": " + what + " (" + include.target +
           ")";
}

/// "core", "widgets", "app", "tests": the first part of a path.
std::string layerOf(const std::string& path) {
    return path.substr(0, path.find('/'));
}

}  // namespace

const std::vector<std::string>& rooms() {
    static const std::vector<std::string> names{
        "base", "image",     "metrics", "weights", "spec",  "dataset", "augment", "nn",
        "zoo",  "exporting", "loading", "predict", "train", "explain", "engine",  "runs"};
    return names;
}

std::string roomOf(const std::string& path) {
    if (!path.starts_with("core/")) {
        return {};
    }
    const std::size_t end = path.find('/', 5);
    return end == std::string::npos ? std::string() : path.substr(5, end - 5);
}

bool isTorch(const Include& include) {
    return startsWithAny(include.target, {"torch/", "ATen/", "c10/", "caffe2/"});
}

bool isOpenCv(const Include& include) {
    return startsWithAny(include.target, {"opencv2/"});
}

bool isQt(const Include& include) {
    const std::string& name = include.target;
    return name.starts_with("Qt") || name.starts_with("qcustomplot") ||
           (name.size() > 1 && name[0] == 'Q' &&
            std::isupper(static_cast<unsigned char>(name[1])) != 0);
}

std::string withoutComments(const std::string& text) {
    enum class State { Code, Line, Block, String, Character };
    State state = State::Code;
    std::string out = text;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const char next = i + 1 < text.size() ? text[i + 1] : '\0';
        switch (state) {
            case State::Code:
                if (c == '/' && (next == '/' || next == '*')) {
                    state = next == '/' ? State::Line : State::Block;
                    out[i] = out[i + 1] = ' ';
                    ++i;
                } else if (c == '"') {
                    state = State::String;
                } else if (c == '\'' &&
                           (i == 0 || std::isalnum(static_cast<unsigned char>(text[i - 1])) == 0)) {
                    state = State::Character;  // and not the separator of 1'000
                }
                break;
            case State::Line:
                if (c == '\n') {
                    state = State::Code;
                } else {
                    out[i] = ' ';
                }
                break;
            case State::Block:
                if (c == '*' && next == '/') {
                    state = State::Code;
                    out[i] = out[i + 1] = ' ';
                    ++i;
                } else if (c != '\n') {
                    out[i] = ' ';
                }
                break;
            case State::String:
            case State::Character:
                if (c == '\\') {
                    ++i;
                } else if (c == '\n' || c == (state == State::String ? '"' : '\'')) {
                    state = State::Code;
                }
                break;
        }
    }
    return out;
}

SourceTree::SourceTree(const fs::path& root, const std::vector<std::string>& folders) {
    for (const std::string& folder : folders) {
        if (!fs::is_directory(root / folder)) {
            continue;
        }
        for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
            if (entry.is_regular_file() && isSource(entry.path())) {
                SourceFile file;
                file.path = fs::relative(entry.path(), root).generic_string();
                file.text = readAll(entry.path());
                m_files.emplace(file.path, std::move(file));
            }
        }
    }
    for (auto& [path, file] : m_files) {
        if (path.ends_with(".h") || path.ends_with(".cpp")) {
            file.includes = includesOf(file.text);
            for (Include& include : file.includes) {
                include.resolved = resolve(path, include.target);
            }
        }
    }
}

std::string SourceTree::resolve(const std::string& from, const std::string& target) const {
    const std::string folder = from.substr(0, from.rfind('/') + 1);
    const std::array<std::string, 7> places{folder,     "core/",       "",    "widgets/",
                                            "app/cli/", "app/studio/", "app/"};
    for (const std::string& place : places) {
        std::string path = fs::path(place + target).lexically_normal().generic_string();
        if (m_files.contains(path)) {
            return path;
        }
    }
    return {};
}

std::set<std::string> SourceTree::closure(const std::string& path) const {
    std::set<std::string> seen;
    std::vector<std::string> open{path};
    while (!open.empty()) {
        const std::string current = open.back();
        open.pop_back();
        const auto found = m_files.find(current);
        if (found == m_files.end() || !seen.insert(current).second) {
            continue;
        }
        for (const Include& include : found->second.includes) {
            if (!include.resolved.empty()) {
                open.push_back(include.resolved);
            }
        }
    }
    return seen;
}

std::vector<std::string> SourceTree::torchSeenByScreen() const {
    std::vector<std::string> violations;
    for (const auto& [path, file] : m_files) {
        if (!path.starts_with("app/") && !path.starts_with("widgets/")) {
            continue;
        }
        for (const std::string& reached : closure(path)) {
            const SourceFile& source = m_files.at(reached);
            for (const Include& include : source.includes) {
                if (isTorch(include) || isOpenCv(include)) {
                    violations.push_back(at(source, include, "reached from " + path));
                }
            }
        }
    }
    return violations;
}

std::vector<std::string> SourceTree::torchInPlainHeaders() const {
    std::vector<std::string> violations;
    for (const auto& [path, file] : m_files) {
        if (!path.starts_with("core/") || !file.isHeader() || file.isTorchHeader()) {
            continue;
        }
        for (const std::string& reached : closure(path)) {
            const SourceFile& source = m_files.at(reached);
            for (const Include& include : source.includes) {
                if (isTorch(include)) {
                    violations.push_back(at(source, include, "reached from the header " + path));
                }
            }
        }
    }
    return violations;
}

std::vector<std::string> SourceTree::torchOutsideItsRooms() const {
    std::vector<std::string> violations;
    for (const auto& [path, file] : m_files) {
        if (path.starts_with("tests/") || torchRooms().contains(roomOf(path))) {
            continue;
        }
        for (const Include& include : file.includes) {
            if (isTorch(include) || include.target.ends_with("_torch.h")) {
                violations.push_back(at(file, include, "torch outside its rooms"));
            }
        }
    }
    return violations;
}

std::vector<std::string> SourceTree::openCvInHeaders() const {
    std::vector<std::string> violations;
    for (const auto& [path, file] : m_files) {
        for (const Include& include : file.includes) {
            if (file.isHeader() && isOpenCv(include)) {
                violations.push_back(at(file, include, "OpenCV in a header"));
            }
        }
    }
    return violations;
}

std::vector<std::string> SourceTree::qtInCore() const {
    std::vector<std::string> violations;
    for (const auto& [path, file] : m_files) {
        for (const Include& include : file.includes) {
            if (path.starts_with("core/") && isQt(include)) {
                violations.push_back(at(file, include, "Qt in core"));
            }
        }
    }
    return violations;
}

std::vector<std::string> SourceTree::roomsOutOfOrder() const {
    std::vector<std::string> violations;
    const auto position = [](const std::string& room) {
        return std::find(rooms().begin(), rooms().end(), room);
    };
    for (const auto& [path, file] : m_files) {
        const std::string room = roomOf(path);
        if (room.empty()) {
            continue;
        }
        if (position(room) == rooms().end()) {
            violations.push_back(path + ": core/" + room + " is not in the plan of the house");
            continue;
        }
        for (const Include& include : file.includes) {
            const std::string other = roomOf(include.resolved);
            if (other.empty() || other == room) {
                continue;
            }
            if (position(other) > position(room)) {
                violations.push_back(at(file, include, room + " includes a room above it"));
            } else if (siblings().contains(room) && siblings().contains(other)) {
                violations.push_back(at(file, include, room + " includes its sibling"));
            }
        }
    }
    return violations;
}

std::vector<std::string> SourceTree::layersOutOfOrder() const {
    static const std::map<std::string, int> heights{
        {"core", 0}, {"widgets", 1}, {"app", 2}, {"tests", 3}};
    std::vector<std::string> violations;
    for (const auto& [path, file] : m_files) {
        const auto own = heights.find(layerOf(path));
        for (const Include& include : file.includes) {
            const auto other = heights.find(layerOf(include.resolved));
            if (own != heights.end() && other != heights.end() && other->second > own->second) {
                violations.push_back(at(file, include, own->first + " includes " + other->first));
            }
        }
        const bool cli = path.starts_with("app/cli/");
        for (const Include& include : file.includes) {
            if (cli && include.resolved.starts_with("widgets/")) {
                violations.push_back(at(file, include, "the command line includes a widget"));
            }
            if ((cli && include.resolved.starts_with("app/studio/")) ||
                (path.starts_with("app/studio/") && include.resolved.starts_with("app/cli/"))) {
                violations.push_back(at(file, include, "one program includes the other"));
            }
        }
    }
    return violations;
}

std::vector<std::string> SourceTree::missingIncludes() const {
    std::vector<std::string> violations;
    for (const auto& [path, file] : m_files) {
        for (const Include& include : file.includes) {
            const std::string first = layerOf(include.target);
            const bool ours = first != include.target &&
                              std::find(rooms().begin(), rooms().end(), first) != rooms().end();
            if (ours && include.resolved.empty()) {
                violations.push_back(at(file, include, "no such file"));
            }
        }
    }
    return violations;
}

std::vector<std::string> SourceTree::matches(const std::regex& word,
                                             const std::vector<std::string>& places,
                                             const std::vector<std::string>& endings,
                                             bool inComments) const {
    std::vector<std::string> found;
    for (const auto& [key, file] : m_files) {
        // Clang 14 cannot capture a structured binding.
        const std::string& path = key;
        const bool placed = std::any_of(places.begin(), places.end(),
                                        [&](const std::string& p) { return path.starts_with(p); });
        const bool ends = std::any_of(endings.begin(), endings.end(),
                                      [&](const std::string& e) { return path.ends_with(e); });
        if (!placed || !ends) {
            continue;
        }
        std::istringstream lines(inComments ? file.text : withoutComments(file.text));
        std::string line;
        for (std::size_t number = 1; std::getline(lines, line); ++number) {
            if (std::regex_search(line, word)) {
                found.push_back(path + ":" + std::to_string(number) + ": " + line);
            }
        }
    }
    return found;
}

}  // namespace minarai::house
