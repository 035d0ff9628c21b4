// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <stop_token>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/parallel.h"
#include "command.h"
#include "commands/ensemble.h"
#include "image/decode.h"
#include "loading/batch_loader.h"
#include "runs/run_directory.h"
#include "table.h"

namespace minarai::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostImages = 32;  ///< of a batch
constexpr std::size_t kAhead = 2;        ///< batches that are loaded while others are answered

struct Answer {
    std::string path;         ///< as given, or below the given folder
    std::vector<Ranked> top;  ///< empty with an error
    double milliseconds = 0;  ///< decoding included; in a batch its share of the batch's
    std::optional<Error> error;
};

bool isRun(const std::string& path) {
    std::error_code ignored;
    return fs::is_regular_file(fromUtf8(path) / "run.json", ignored);
}

/// The images below a folder by name, and the folders there that cannot be opened; whatever is
/// hidden is passed over, as in a data set. What only has the name of an image is found out when it
/// is read.
std::vector<Answer> imagesBelow(const fs::path& folder) {
    std::vector<Answer> found;
    std::error_code error;
    fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied,
                                        error);
    for (const fs::recursive_directory_iterator end; !error && it != end; it.increment(error)) {
        std::error_code ignored;
        if (toUtf8(it->path().filename()).starts_with('.')) {
            it.disable_recursion_pending();
            continue;
        }
        const std::string path = toUtf8(it->path());
        if (it->is_directory(ignored)) {
            std::error_code closed;
            const fs::directory_iterator opened(it->path(), closed);
            if (closed) {
                found.push_back({path, {}, 0, fail(ErrorCode::ReadFailed, path, closed.message())});
            }
        } else if (image::hasImageExtension(it->path())) {
            found.push_back({path, {}, 0, std::nullopt});
        }
    }
    std::sort(found.begin(), found.end(),
              [](const Answer& one, const Answer& other) { return one.path < other.path; });
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
        arguments.choice("--precision", m_precision, {"auto", "fp32", "bf16"},
                         "Numbers to compute with (default auto: float32; bfloat16 for many "
                         "images where it is faster and keeps the probabilities of the first "
                         "batch within 0.02; always float32 for a run that was trained with "
                         "precision=fp32).");
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
        MN_ASSIGN(Ensemble ensemble, Ensemble::open(runFolders, m_rule, *engine, context.device(),
                                                    context.threads(), m_precision));
        const ProgressCallback progress = context.report().progress("Predicting");
        // Test-time views and runs that prepare pictures differently go picture by picture.
        const bool inBatches =
            m_views.value_or(1) == 1 && ensemble.preprocess() != nullptr && answers.size() > 1;
        MN_TRY(inBatches ? answerInBatches(answers, ensemble, threadsOrAll(context.threads()),
                                           progress, stop)
                         : answerEach(answers, ensemble, progress, stop));
        context.report().clear();
        for (const Error& notice : ensemble.takeNotices()) {
            context.report().line(notice.message());
        }
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
            std::vector<Answer> images = imagesBelow(fromUtf8(target));
            if (images.empty()) {
                answers.push_back({target, {}, 0, fail(ErrorCode::FolderHasNoImages, target)});
            }
            std::move(images.begin(), images.end(), std::back_inserter(answers));
        }
        return answers;
    }

    [[nodiscard]] std::size_t places() const { return static_cast<std::size_t>(m_top.value_or(5)); }

    Status answerEach(std::vector<Answer>& answers, Ensemble& ensemble,
                      const ProgressCallback& progress, const std::stop_token& stop) const {
        for (std::size_t i = 0; i < answers.size(); ++i) {
            if (stop.stop_requested()) {
                return fail(ErrorCode::Cancelled);
            }
            answer(answers[i], ensemble);
            progress({i + 1, answers.size()});
        }
        return {};
    }

    /// Pictures are decoded by other threads while the networks think about those before them. The
    /// time of a picture is its share of the time between two batches.
    Status answerInBatches(std::vector<Answer>& answers, Ensemble& ensemble, unsigned workers,
                           const ProgressCallback& progress, const std::stop_token& stop) const {
        std::vector<dataset::Item> items;
        std::vector<std::size_t> answerOf;  // an item
        for (std::size_t i = 0; i < answers.size(); ++i) {
            if (!answers[i].error) {
                items.push_back({answers[i].path, 0, 0});
                answerOf.push_back(i);
            }
        }
        loading::LoaderOptions options;
        options.preprocess = *ensemble.preprocess();
        options.batchSize = loading::evenBatchSize(items.size(), kMostImages);
        options.prefetch = kAhead;
        options.workers = workers;
        loading::BatchLoader loader(options, std::move(items));
        loader.startEpoch(0);
        auto begun = std::chrono::steady_clock::now();
        for (std::size_t done = 0; done < answerOf.size(); done += options.batchSize) {
            auto batch = loader.next(stop);
            if (!batch && !stop.stop_requested()) {
                return fail(ErrorCode::OutOfMemory, MN_TEXT("Error", "the queue of batches"));
            }
            if (!batch) {
                return fail(ErrorCode::Cancelled);
            }
            if (batch->count > 0) {
                MN_ASSIGN(auto ranked,
                          ensemble.predict(batch->imagesNchw.data(), batch->count, places()));
                const auto now = std::chrono::steady_clock::now();
                const double each =
                    std::chrono::duration<double, std::milli>(now - std::exchange(begun, now))
                        .count() /
                    static_cast<double>(batch->count);
                for (std::size_t row = 0; row < batch->count; ++row) {
                    Answer& answer = answers[answerOf[batch->items[row]]];
                    answer.top = std::move(ranked[row]);
                    answer.milliseconds = each;
                }
            }
            loader.recycle(*std::move(batch));
            progress({std::min(done + options.batchSize, answerOf.size()), answerOf.size()});
        }
        for (loading::LoadProblem& problem : loader.takeProblems()) {
            answers[answerOf.at(problem.item)].error = std::move(problem.error);
        }
        return {};
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
        auto top = ensemble.predict(*picture, static_cast<int>(m_views.value_or(1)), places());
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
        const std::size_t columns = std::min(places(), classes.size());
        std::string text = "path,error,ms";
        for (std::size_t i = 1; i <= columns; ++i) {
            text += fmt::format(",label_{},probability_{}", i, i);
        }
        text += '\n';
        for (const Answer& answer : answers) {
            text += csvField(answer.path) + ',';
            text += answer.error ? csvField(answer.error->message()) + ','
                                 : fmt::format(",{:.3f}", answer.milliseconds);
            for (std::size_t i = 0; i < columns; ++i) {
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
    std::string m_precision = "auto";
    std::optional<std::string> m_csv;
};

}  // namespace

std::unique_ptr<Command> makePredict() {
    return std::make_unique<Predict>();
}

}  // namespace minarai::cli
