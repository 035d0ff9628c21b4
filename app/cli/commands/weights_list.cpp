// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "command.h"
#include "model_source.h"
#include "table.h"
#include "zoo/pretrained_files.h"
#include "zoo/zoo.h"

namespace minarai::cli {
namespace {

class WeightsList : public Command {
  public:
    [[nodiscard]] std::string_view name() const override { return "weights list"; }
    [[nodiscard]] std::string_view summary() const override {
        return "List the published ImageNet weights and which of them are here";
    }

    void define(Arguments& arguments) override {
        arguments.describe(
            "Those that torchvision publishes for the known architectures. A star marks the ones "
            "that “--weights imagenet” takes; accuracy is top-1 on ImageNet as published. The last "
            "column shows what lies on this computer already, in Minarai's cache or that of "
            "Python's torch.hub.");
        arguments.text("--arch", m_arch, "NAME", "Of this architecture only.");
        arguments.example("minarai weights list --arch resnet50", "Two sets of weights.");
    }

    Result<int> run(Context& context) override {
        if (m_arch) {
            checkArchitecture(*m_arch);
        }
        MN_TRY(zoo::pretrainedStatus());
        const auto folders = zoo::weightsFolders();
        Json list = Json::array();
        Table table({"name", "architecture", "", ">top-1", ">size", "image", "here"});
        for (const zoo::PretrainedWeights& entry : zoo::pretrainedWeights()) {
            if (zoo::find(entry.arch) == nullptr || (m_arch && entry.arch != *m_arch)) {
                continue;
            }
            const auto local = zoo::findLocal(entry, folders);
            list.push_back(toJson(entry));
            list.back()["path"] = local ? Json(toUtf8(*local)) : Json(nullptr);
            table.row({entry.name, entry.arch, entry.isDefault ? "*" : "",
                       percentText(entry.top1 / 100),
                       bytesText(static_cast<std::int64_t>(entry.bytes)),
                       fmt::format("{0}×{0}", entry.recipe.crop), local ? toUtf8(*local) : "-"});
        }
        if (context.json()) {
            context.printJson(list);
        } else if (list.empty()) {
            context.print("No weights are published for it.\n");
        } else {
            context.print(table.text());
        }
        return kExitSuccess;
    }

  private:
    static Json toJson(const zoo::PretrainedWeights& entry) {
        return {{"name", entry.name},
                {"arch", entry.arch},
                {"default", entry.isDefault},
                {"url", entry.url},
                {"sha256", entry.sha256},
                {"bytes", entry.bytes},
                {"parameters", entry.parameters},
                {"top1", entry.top1},
                {"top5", entry.top5},
                {"recipe",
                 {{"resize", entry.recipe.resize},
                  {"crop", entry.recipe.crop},
                  {"interpolation", entry.recipe.interpolation},
                  {"mean", shortest(entry.recipe.mean)},
                  {"std", shortest(entry.recipe.std)}}}};
    }

    /// 0.485 and not the 0.48500001430511475 that the float is.
    static std::vector<double> shortest(const std::array<float, 3>& values) {
        std::vector<double> reals;
        for (const float value : values) {
            reals.push_back(std::stod(fmt::format("{}", value)));
        }
        return reals;
    }

    std::optional<std::string> m_arch;
};

}  // namespace

std::unique_ptr<Command> makeWeightsList() {
    return std::make_unique<WeightsList>();
}

}  // namespace minarai::cli
