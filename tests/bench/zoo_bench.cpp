// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every one of torchvision's models beside ours, both ways: our network with torchvision's weights,
// and torchvision's with ours. A Markdown table of parameters and multiply-adds as published and of
// the largest difference of a logit, relative to the largest one.
//
//   zoo_bench [NAME...]      all 80; a quarter of an hour, 6 GB of memory and 6 GB in TMPDIR
//
// Ends with 1 where a model disagrees.
#include <cstdint>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "core/nn/torchvision_model.h"
#include "spec/summary.h"

namespace minarai::nn {
namespace {

constexpr double kMostDifference = 1e-4;

/// "11,689,512"
std::string grouped(std::int64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3;) {
        at -= 3;
        text.insert(at, ",");
    }
    return text;
}

/// Small pictures, where the architecture takes them.
TorchvisionModel sampleOf(const std::string& name) {
    const bool isTiled = name == "maxvit_t" || name == "vit_h_14";
    const std::int64_t size = isTiled ? 224 : 128;
    return {name, {3, size, size}};
}

/// Throws where torchvision's weights do not fit.
bool compare(const std::string& name) {
    const TorchvisionModel model = sampleOf(name);
    const oracle::TempFolder folder;
    const std::string place = folder.path().string();
    if (!oracle::ask("zoo_oracle.py", "write " + place + model.job())) {
        throw std::runtime_error("torchvision cannot write it");
    }
    double found = 0;
    {
        const auto network = build(specOf(model)).value();
        found = logitDifference(folder.path(), name, *network);
    }
    writeOurs(folder.path(), model);
    const bool isRead = oracle::ask("zoo_oracle.py", "check " + place + model.job());
    const auto summary = spec::summarize(zoo::build(name).value()).value();
    std::printf("| %s | %s | %.3f G | %.1e |%s\n", name.c_str(),
                grouped(summary.parameters).c_str(), static_cast<double>(summary.macs) / 1e9, found,
                isRead ? "" : " torchvision does not answer as ours does |");
    return isRead && found < kMostDifference;
}

int bench(std::vector<std::string> names) {
    if (!oracle::torchAvailable()) {
        std::fprintf(stderr, "zoo_bench: python3-torchvision is not installed\n");
        return 1;
    }
    if (names.empty()) {
        for (const zoo::Architecture& about : zoo::architectures()) {
            if (isTorchvisions(about.name)) {
                names.push_back(about.name);
            }
        }
    }
    std::printf("| model | parameters | multiply-adds | largest logit difference |\n");
    std::printf("| --- | ---: | ---: | ---: |\n");
    std::size_t wrong = 0;
    for (const std::string& name : names) {
        try {
            wrong += compare(name) ? 0 : 1;
        } catch (const std::exception& exception) {
            std::printf("| %s | | | %s |\n", name.c_str(), exception.what());
            ++wrong;
        }
        std::fflush(stdout);
    }
    std::printf("\n%zu of %zu models agree.\n", names.size() - wrong, names.size());
    return wrong == 0 ? 0 : 1;
}

}  // namespace
}  // namespace minarai::nn

int main(int argc, char** argv) {
    return minarai::nn::bench({argv + 1, argv + argc});
}
