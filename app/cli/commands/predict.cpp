// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <stop_token>
#include <system_error>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "command.h"
#include "commands/ensemble.h"
#include "image/decode.h"
#include "runs/run_directory.h"
#include "table.h"

namespace minarai::cli {
namespace {

namespace fs = std::filesystem;

struct Answer {
    std::string path;         ///< as given, or below the given folder
    std::vector<Ranked> top;  ///< empty with an error
    double milliseconds = 0;  ///< decoding included
    std::optional<Error> error;
};

bool isRun(const std::string& path) {
    std::error_code ignored;
    return fs::is_regular_file(fromUtf8(path) / "run.json", ignored);
}

/// The images below a folder by name; folders that cannot be opened and whatever is hidden are
/// passed over, as in a data set.
std::vector<std::string> imagesBelow(const fs::path& folder) {
    std::vector<std::string> found;
    std::error_code error;
    fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied,
                                        error);
    for (const fs::recursive_directory_iterator end; !error && it != end; it.increment(error)) {
        std::error_code ignored;
        if (toUtf8(it->path().filename()).starts_with('.')) {
            it.disable_recursion_pending();
            continue;
        }
        if (image::hasImageExtension(it->path()) && it->is_regular_file(ignored)) {
            found.push_back(toUtf8(it->path()));
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::string csvField(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
        return text;
    }
    std::string quoted = "\"";
    for (const char c : text) {
        quoted += c;
        if (c == '"') {
            quoted += c;
        }
    }
    return quoted + '"';
}

class Predict : public Command {
  public:
    [[nodiscard]] std::string_view name() const override { return "predict"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Say what images show, with one trained run or several";
    }

    void define(Arguments& arguments) override {
        arguments.describe(
            "The first path is a run; further paths that are runs join it as an ensemble, all "
            "others are images or folders, which are searched for images in depth. An image that "
            "cannot be read is reported in its place; the exit code is 1 only if no image at all "
            "could be read.");
        arguments.positionals("PATH", m_paths, "RUN [RUN ...] IMAGE|DIR [IMAGE|DIR ...]");
        arguments.integer("--top", m_top, 1, 1000000, "K",
                          "Classes to name for each image (default 5).");
        arguments.integer("--tta", m_views, 1, 8, "N",
                          "Views of each image to average: 1 the image alone (default), 2 with its "
                          "mirror image, up to 8 with small rotations and changes of brightness.");
        arguments.choice("--ensemble", m_rule, {"mean", "weighted", "vote"},
                         "How several runs agree: the mean of their probabilities (default), "
                         "weighted by validation accuracy, or by majority.");
        arguments.text("--csv", m_csv, "FILE", "Also write a table, one line an image.");
        arguments.example("minarai predict run1 photo.jpg", "The five likeliest classes.");
        arguments.example("minarai predict run1 photos --top 1 --csv photos.csv",
                          "A whole folder to a table.");
        arguments.example("minarai predict run1 run2 photo.jpg --ensemble weighted --json",
                          "Two runs together, for a script: path, top, ms or path, error.");
    }

    Result<int> run(Context& context) override {
        std::vector<std::string> runFolders;
        std::vector<std::string> targets;
        for (const std::string& path : m_paths) {
            (isRun(path) ? runFolders : targets).push_back(path);
        }
        if (runFolders.empty() || runFolders.front() != m_paths.front()) {
            return fail(ErrorCode::RunMissing, m_paths.front());
        }
        if (targets.empty()) {
            throw UsageError("“minarai predict” needs at least one image or folder of images.");
        }
        const std::stop_token stop = context.stopToken();
        std::vector<Answer> answers = listed(targets);
        MN_ASSIGN(const auto engine, context.engine());
        MN_ASSIGN(Ensemble ensemble,
                  Ensemble::open(runFolders, m_rule, *engine, context.device(), context.threads()));
        const ProgressCallback progress = context.report().progress("Predicting");
        for (std::size_t i = 0; i < answers.size(); ++i) {
            if (stop.stop_requested()) {
                return fail(ErrorCode::Cancelled);
            }
            answer(answers[i], ensemble);
            progress({i + 1, answers.size()});
        }
        context.report().clear();
        if (m_csv) {
            MN_TRY(writeFileAtomically(fromUtf8(*m_csv), csv(answers, ensemble.classes())));
        }
        return conclude(context, answers, ensemble.classes());
    }

  private:
    static std::vector<Answer> listed(const std::vector<std::string>& targets) {
        std::vector<Answer> answers;
        for (const std::string& target : targets) {
            std::error_code ignored;
            if (!fs::is_directory(fromUtf8(target), ignored)) {
                answers.push_back({target, {}, 0, std::nullopt});
                continue;
            }
            const std::vector<std::string> images = imagesBelow(fromUtf8(target));
            if (images.empty()) {
                answers.push_back({target, {}, 0, fail(ErrorCode::FolderHasNoImages, target)});
            }
            for (const std::string& image : images) {
                answers.push_back({image, {}, 0, std::nullopt});
            }
        }
        return answers;
    }

    void answer(Answer& answer, Ensemble& ensemble) const {
        if (answer.error) {
            return;
        }
        const auto begun = std::chrono::steady_clock::now();
        const auto picture = image::decodeFile(fromUtf8(answer.path));
        if (!picture) {
            answer.error = picture.error();
            return;
        }
        auto top = ensemble.predict(*picture, static_cast<int>(m_views.value_or(1)),
                                    static_cast<std::size_t>(m_top.value_or(5)));
        if (!top) {
            answer.error = top.error();
            return;
        }
        answer.top = std::move(*top);
        answer.milliseconds =
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun)
                .count();
    }

    /// Prints the answers; the exit code.
    static Result<int> conclude(Context& context, const std::vector<Answer>& answers,
                                const std::vector<std::string>& classes) {
        const bool anyWorked = std::any_of(answers.begin(), answers.end(),
                                           [](const Answer& each) { return !each.error; });
        if (context.json()) {
            context.printJson(document(answers, classes));
        } else if (anyWorked) {
            context.print(table(answers, classes));
        }
        if (!anyWorked && answers.size() == 1) {
            return *answers.front().error;
        }
        if (!anyWorked) {
            return fail(ErrorCode::TooManyBadImages, std::to_string(answers.size()),
                        answers.front().error->message());
        }
        return kExitSuccess;
    }

    static Json document(const std::vector<Answer>& answers,
                         const std::vector<std::string>& classes) {
        Json list = Json::array();
        for (const Answer& answer : answers) {
            Json& entry = list.emplace_back();
            entry["path"] = answer.path;
            if (answer.error) {
                entry["error"] = answer.error->message();
                continue;
            }
            entry["top"] = Json::array();
            for (const Ranked& ranked : answer.top) {
                Json& place = entry["top"].emplace_back();
                place["label"] = classes.at(ranked.label);
                place["probability"] = ranked.probability;
            }
            entry["ms"] = answer.milliseconds;
        }
        return list;
    }

    static std::string table(const std::vector<Answer>& answers,
                             const std::vector<std::string>& classes) {
        Table table({"image", "class", ">probability", ">ms"});
        std::string problems;
        for (const Answer& answer : answers) {
            if (answer.error) {
                problems += printable(answer.error->message()) + '\n';
            }
            for (std::size_t i = 0; i < answer.top.size(); ++i) {
                table.row({i == 0 ? answer.path : "", classes.at(answer.top[i].label),
                           percentText(answer.top[i].probability),
                           i == 0 ? fmt::format("{:.1f}", answer.milliseconds) : ""});
            }
        }
        return problems.empty() ? table.text() : fmt::format("{}\n{}", table.text(), problems);
    }

    [[nodiscard]] std::string csv(const std::vector<Answer>& answers,
                                  const std::vector<std::string>& classes) const {
        const std::size_t places =
            std::min(static_cast<std::size_t>(m_top.value_or(5)), classes.size());
        std::string text = "path,error,ms";
        for (std::size_t i = 1; i <= places; ++i) {
            text += fmt::format(",label_{},probability_{}", i, i);
        }
        text += '\n';
        for (const Answer& answer : answers) {
            text += csvField(answer.path) + ',';
            text += answer.error ? csvField(answer.error->message()) + ','
                                 : fmt::format(",{:.3f}", answer.milliseconds);
            for (std::size_t i = 0; i < places; ++i) {
                text += i < answer.top.size()
                            ? fmt::format(",{},{:.6f}", csvField(classes.at(answer.top[i].label)),
                                          answer.top[i].probability)
                            : ",,";
            }
            text += '\n';
        }
        return text;
    }

    std::vector<std::string> m_paths;
    std::optional<std::int64_t> m_top;
    std::optional<std::int64_t> m_views;
    std::string m_rule = "mean";
    std::optional<std::string> m_csv;
};

}  // namespace

std::unique_ptr<Command> makePredict() {
    return std::make_unique<Predict>();
}

}  // namespace minarai::cli
