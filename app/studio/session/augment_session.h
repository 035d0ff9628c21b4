// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The data folder's pipeline: what the Augment page edits, what a run trains with, what is kept.
//
// The recipe's setting "augment" names a preset, or the file of the folder's own pipeline below the
// studio's data. The session keeps document, file and setting in step.
#pragma once

#include <QObject>
#include <QTimer>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/param_spec.h"
#include "studio/app_settings.h"
#include "studio/session/augment_document.h"
#include "studio/session/augment_preview.h"
#include "studio/session/project.h"
#include "studio/session/worker.h"
#include "zoo/pretrained.h"

namespace minarai::studio {

class AugmentSession : public QObject {
    Q_OBJECT
  public:
    explicit AugmentSession(AppSettings& settings, QObject* parent = nullptr);
    /// What is not saved yet is saved.
    ~AugmentSession() override;

    [[nodiscard]] AugmentDocument& document() { return m_document; }
    [[nodiscard]] AugmentPreview& preview() { return m_preview; }
    [[nodiscard]] const std::shared_ptr<const Project>& project() const { return m_project; }

    /// Another folder: its pipeline as it was left; settingChanged() may follow.
    void setProject(std::shared_ptr<const Project> project);

    /// The next run: its image size, channels and setting "augment". `weights` are the published
    /// ones it begins with; null for none.
    void setRecipe(const Params& recipe, const zoo::PretrainedWeights* weights);

    /// The value of "augment" for the document: a preset's name or the path of customFile().
    [[nodiscard]] std::string setting() const;
    /// Where the folder's own pipeline is kept; empty without a folder.
    [[nodiscard]] std::filesystem::path customFile() const;
    /// The pipeline as a value for the next run; nothing for a preset, which the setting names.
    [[nodiscard]] std::optional<augment::Pipeline> customPipeline() const;

    /// Preset "none", "standard", "strong", or "custom": the folder's own one as it was last. The
    /// last does nothing where there was never one.
    void choose(const std::string& name);
    [[nodiscard]] bool hasCustom() const { return m_custom.has_value(); }
    /// The folder's own pipeline; without steps where there is none.
    [[nodiscard]] augment::Pipeline custom() const {
        return m_custom.value_or(augment::Pipeline{});
    }

    /// The steps that a run was trained with become the document's; read on a worker.
    void openRun(const std::filesystem::path& runFolder);
    /// Steps of a file become the document's. `hadNormalize` is true if the file sets a Normalize
    /// of its own, which belongs to the network and is left out.
    Status openFile(const std::filesystem::path& file, bool* hadNormalize = nullptr);
    [[nodiscard]] Status saveFile(const std::filesystem::path& file) const;

  Q_SIGNALS:
    /// setting() is another one: the recipe has to follow.
    void settingChanged();
    /// The folder's own pipeline could not be kept or read.
    void failed(const minarai::Error& error);

  private:
    AppSettings& m_settings;
    AugmentDocument m_document;
    AugmentPreview m_preview;
    std::shared_ptr<const Project> m_project;
    std::string m_setting;  ///< what the recipe says
    std::optional<augment::Pipeline> m_custom;
    quint64 m_editSerial = 0;   ///< of m_custom
    quint64 m_savedSerial = 0;  ///< what the file holds
    quint64 m_sizeSerial = 0;
    bool m_awaitsFile = false;  ///< the setting is told when the file that it names is written
    QTimer m_saveTimer;
    Worker m_reader;
    std::unique_ptr<Worker> m_saver;

    void takeDocument();
    void tellSetting();
    void saveNow();
    void takeSaved(const std::filesystem::path& file, quint64 serial, const Status& saved);
    [[nodiscard]] QString rememberedName() const;
};

/// Which network input a recipe means. Reads the file of a composed model: not on the screen's
/// thread. Falls back to 3x224x224 where the model cannot be read.
augment::PreprocessSpec preprocessOf(const Params& recipe, const zoo::PretrainedWeights* weights);

}  // namespace minarai::studio
