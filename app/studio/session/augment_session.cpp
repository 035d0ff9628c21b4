// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/augment_session.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/files.h"
#include "base/json_problem.h"
#include "runs/prepare.h"
#include "runs/run_directory.h"
#include "spec/summary.h"
#include "studio/recipe.h"
#include "studio/session/paths.h"
#include "zoo/zoo.h"

namespace minarai::studio {

namespace {

constexpr const char* kCustom = "custom";
/// A slider that is dragged does not write a file for each pixel.
constexpr int kSavePauseMs = 400;

bool isPreset(const std::string& setting) {
    return setting == "none" || setting == "standard" || setting == "strong";
}

Status write(const std::filesystem::path& file, const augment::Pipeline& pipeline) {
    MN_TRY(makeFolder(file.parent_path()));
    return writeFileAtomically(file, jsonText(augment::pipelineToJson(pipeline), 2) + "\n");
}

}  // namespace

augment::PreprocessSpec preprocessOf(const Params& recipe, const zoo::PretrainedWeights* weights) {
    const std::string name = recipe.text(kArchitecture);
    const Params settings = settingsOf(recipe);
    std::array<std::int64_t, 3> input{3, 224, 224};
    const auto recipeOf = [weights](const std::string& arch) {
        return weights != nullptr && weights->arch == arch ? &weights->recipe : nullptr;
    };
    const zoo::PretrainedRecipe* published = nullptr;
    if (const zoo::Architecture* architecture = zoo::find(name); architecture != nullptr) {
        published = recipeOf(name);
        const std::int64_t usual = published != nullptr ? published->crop : architecture->size;
        input = {architecture->channels, usual, usual};
    } else if (const auto spec = spec::readModelSpec(fromUtf8(name))) {
        published = recipeOf(spec->architecture());
        input = spec->input;
    }
    if (const std::int64_t size = settings.integer("size"); size > 0) {
        input[1] = input[2] = size;
    }
    return runs::preprocessFor(settings, input, published);
}

AugmentSession::AugmentSession(AppSettings& settings, QObject* parent)
    : QObject(parent),
      m_settings(settings),
      m_setting(m_document.preset()),
      m_saver(std::make_unique<Worker>()) {
    m_saveTimer.setSingleShot(true);
    m_saveTimer.setInterval(kSavePauseMs);
    connect(&m_saveTimer, &QTimer::timeout, this, &AugmentSession::saveNow);
    connect(&m_document, &AugmentDocument::changed, this, &AugmentSession::takeDocument);
}

AugmentSession::~AugmentSession() {
    // First, so that an older state cannot land on the newest.
    m_saver.reset();
    if (m_savedSerial != m_editSerial && m_custom && !customFile().empty()) {
        // There is nobody left to tell of a failure.
        static_cast<void>(write(customFile(), *m_custom));
    }
}

std::filesystem::path AugmentSession::customFile() const {
    if (!m_project) {
        return {};
    }
    const auto name = runsFolder(m_project->catalog->root).filename();
    return dataHome() / "pipelines" / fromUtf8(toUtf8(name) + ".json");
}

QString AugmentSession::rememberedName() const {
    return QStringLiteral("augment/") + toQString(customFile().stem());
}

std::string AugmentSession::setting() const {
    const std::string& preset = m_document.preset();
    return !preset.empty() || !m_project ? preset : toUtf8(customFile());
}

std::optional<augment::Pipeline> AugmentSession::customPipeline() const {
    return m_document.preset().empty() ? std::optional(m_document.pipeline()) : std::nullopt;
}

void AugmentSession::setProject(std::shared_ptr<const Project> project) {
    if (m_saveTimer.isActive()) {
        saveNow();
    }
    m_project = std::move(project);
    m_awaitsFile = false;
    m_custom.reset();
    if (!m_project) {
        return;
    }
    std::error_code ignored;
    if (std::filesystem::exists(customFile(), ignored)) {
        if (auto pipeline = augment::readPipeline(customFile())) {
            m_custom = std::move(*pipeline);
        } else {
            Q_EMIT failed(pipeline.error());
        }
    }
    m_savedSerial = m_editSerial;
    const std::string fallback = isPreset(m_setting) ? m_setting : "standard";
    const std::string left = m_settings.text(rememberedName(), toQString(fallback)).toStdString();
    if (left == kCustom && m_custom) {
        const augment::Pipeline pipeline = *m_custom;
        m_document.resetTo(pipeline);
    } else {
        m_document.resetTo(isPreset(left) ? left : fallback);
    }
}

void AugmentSession::setRecipe(const Params& recipe, const zoo::PretrainedWeights* weights) {
    const quint64 serial = ++m_sizeSerial;
    if (isModelFile(recipe.text(kArchitecture))) {
        m_reader.replace([this, serial, recipe, weights](const std::stop_token&) {
            QMetaObject::invokeMethod(
                this,
                [this, serial, spec = preprocessOf(recipe, weights)] {
                    if (serial == m_sizeSerial) {
                        m_document.setPreprocess(spec);
                    }
                },
                Qt::QueuedConnection);
        });
    } else {
        m_document.setPreprocess(preprocessOf(recipe, weights));
    }
    const std::string wanted = recipe.text("augment");
    if (m_awaitsFile && wanted == m_setting) {
        return;  // it hears of the first edit when the file is there
    }
    m_setting = wanted;
    if (wanted == setting() || (!m_project && !isPreset(wanted))) {
        return;  // the file of a folder that is not open yet waits for it
    }
    if (isPreset(wanted)) {
        m_document.usePreset(wanted);
    } else if (fromUtf8(wanted) == customFile()) {
        choose(kCustom);
    } else if (const Status opened = openFile(fromUtf8(wanted)); !opened) {
        Q_EMIT failed(opened.error());
    }
    // Where the wish could not be fulfilled the recipe comes back to what there is.
    tellSetting();
}

void AugmentSession::tellSetting() {
    if (setting() != m_setting) {
        m_setting = setting();
        Q_EMIT settingChanged();
    }
}

void AugmentSession::choose(const std::string& name) {
    if (name == kCustom) {
        if (m_custom && !m_document.preset().empty()) {
            m_document.usePipeline(*m_custom, tr("the own pipeline"));
        }
    } else {
        m_document.usePreset(name);
    }
}

void AugmentSession::takeDocument() {
    if (!m_project) {
        return;
    }
    const bool isCustom = m_document.preset().empty();
    m_settings.setText(rememberedName(),
                       isCustom ? QString::fromLatin1(kCustom) : toQString(m_document.preset()));
    if (isCustom) {
        m_custom = m_document.pipeline();
        ++m_editSerial;
        m_saveTimer.start();
    }
    // Whoever reads the setting next finds the file: it is told when that is written.
    m_awaitsFile = isCustom && setting() != m_setting;
    if (m_awaitsFile) {
        saveNow();
    } else {
        tellSetting();
    }
}

void AugmentSession::saveNow() {
    m_saveTimer.stop();
    if (!m_custom || customFile().empty() || m_savedSerial == m_editSerial) {
        return;
    }
    m_saver->keep([this, file = customFile(), pipeline = *m_custom,
                   serial = m_editSerial](const std::stop_token&) {
        const Status saved = write(file, pipeline);
        QMetaObject::invokeMethod(
            this, [this, file, serial, saved] { takeSaved(file, serial, saved); },
            Qt::QueuedConnection);
    });
}

void AugmentSession::takeSaved(const std::filesystem::path& file, quint64 serial,
                               const Status& saved) {
    if (!saved) {
        Q_EMIT failed(saved.error());
    } else if (file == customFile()) {
        m_savedSerial = std::max(m_savedSerial, serial);
    }
    if (m_awaitsFile && file == customFile()) {
        // Also after a failure: the pipeline is the own one, whether it could be kept or not.
        m_awaitsFile = false;
        tellSetting();
    }
}

void AugmentSession::openRun(const std::filesystem::path& runFolder) {
    m_reader.post([this, runFolder](const std::stop_token&) {
        QMetaObject::invokeMethod(
            this,
            [this, runFolder, info = runs::readRunInfo(runFolder)] {
                if (info) {
                    m_document.usePipeline(info->pipeline, runNumber(runFolder));
                } else {
                    Q_EMIT failed(info.error());
                }
            },
            Qt::QueuedConnection);
    });
}

Status AugmentSession::openFile(const std::filesystem::path& file, bool* hadNormalize) {
    augment::PreprocessSpec spec = m_document.preprocess();
    MN_ASSIGN(const augment::Pipeline pipeline, augment::readPipeline(file, &spec));
    if (hadNormalize != nullptr) {
        *hadNormalize = spec != m_document.preprocess();
    }
    m_document.usePipeline(pipeline, toQString(file.filename()));
    return {};
}

Status AugmentSession::saveFile(const std::filesystem::path& file) const {
    augment::Pipeline pipeline = m_document.pipeline();
    pipeline.name = toUtf8(file.stem());
    return write(file, pipeline);
}

}  // namespace minarai::studio
