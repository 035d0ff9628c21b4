// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/model_store.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/sha256.h"
#include "runs/run_directory.h"
#include "spec/summary.h"
#include "studio/session/paths.h"
#include "zoo/zoo.h"

namespace minarai::studio {

namespace {

constexpr std::size_t kMostNameBytes = 100;
constexpr std::size_t kHashDigits = 16;

std::filesystem::path storeFolder() {
    return dataHome() / "models";
}

std::string hashOf(const std::string& text) {
    Sha256 hash;
    hash.add({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    return hash.hex().substr(0, kHashDigits);
}

bool isControl(unsigned char byte) {
    return byte < 0x20 || byte == 0x7f;
}

/// Whether a byte goes on with the code point before it.
bool continues(char byte) {
    return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U;
}

/// Whether the zoo builds the same network under this name.
bool isOfZoo(const spec::ModelSpec& model, const std::string& name) {
    const auto classes = spec::classCount(model);
    auto built = classes
                     ? zoo::build(name, *classes, model.input[0], model.input[1], model.input[2])
                     : Result<spec::ModelSpec>(classes.error());
    if (built) {
        built->origin = model.origin;
    }
    return built && *built == model;
}

}  // namespace

std::string modelFileName(const std::string& name) {
    std::string result;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const auto byte = static_cast<unsigned char>(name[i]);
        const auto next = static_cast<unsigned char>(i + 1 < name.size() ? name[i + 1] : '\0');
        const bool isHighControl = byte == 0xc2 && next >= 0x80 && next < 0xa0;  // U+0080 to U+009F
        const bool isDot = name[i] == '.' && i == 0;
        if (name[i] == '/' || name[i] == '\\' || isControl(byte) || isHighControl || isDot) {
            result += '_';
            i += isHighControl ? 1 : 0;
        } else {
            result += name[i];
        }
    }
    std::size_t end = std::min(result.size(), kMostNameBytes);
    while (end > 0 && end < result.size() && continues(result[end])) {
        --end;
    }
    result.resize(end);
    return result.empty() ? "model" : result;
}

Result<std::filesystem::path> keepModel(const spec::ModelSpec& model) {
    const std::string text =
        spec::modelSpecToJson(model).dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
    const auto folder = storeFolder() / hashOf(text);
    auto file = folder / fromUtf8(modelFileName(model.name));
    if (const auto kept = readTextFile(file); kept && *kept == text) {
        return file;
    }
    MN_TRY(makeFolder(folder));
    MN_TRY(writeFileAtomically(file, text));
    return file;
}

Result<std::filesystem::path> keepModelFile(const std::filesystem::path& file) {
    if (file.parent_path().parent_path() == storeFolder()) {
        return file;
    }
    MN_ASSIGN(const spec::ModelSpec model, spec::readModelSpec(file));
    return keepModel(model);
}

void noteOrigin(spec::ModelSpec& model) {
    if (model.origin.empty() && zoo::find(model.name) != nullptr) {
        model.origin = model.name;
    }
}

spec::ModelSpec editedCopy(spec::ModelSpec model) {
    noteOrigin(model);
    if (zoo::find(model.name) != nullptr) {
        model.name = "my_" + model.name;
    }
    return model;
}

Result<std::string> architectureOfRun(const std::filesystem::path& folder,
                                      const std::string& arch) {
    const auto model = runs::readRunModel(folder);
    if (zoo::find(arch) != nullptr && (!model || isOfZoo(*model, arch))) {
        return arch;
    }
    if (!model) {
        return model.error();
    }
    MN_ASSIGN(const auto file, keepModel(*model));
    return toUtf8(file);
}

}  // namespace minarai::studio
