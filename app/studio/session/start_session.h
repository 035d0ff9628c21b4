// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the next run begins with: random weights, published ones or a file; finds, downloads and
// compares them with the network that is to be trained.
#pragma once

#include <QObject>
#include <QString>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "download/transfer.h"
#include "studio/session/worker.h"
#include "weights/match.h"
#include "zoo/pretrained.h"

namespace minarai::studio {

/// The network that the weights are for.
struct StartTarget {
    std::string arch;  ///< a zoo name, or the file of a composed model
    std::int64_t classes = 0;
    std::int64_t size = 0;  ///< px; 0: the usual one
    bool operator==(const StartTarget&) const = default;
};

class StartSession : public QObject {
    Q_OBJECT
  public:
    enum class Kind { Random, Published, File };
    enum class State {
        Random,   ///< nothing to find
        Looking,  ///< on this computer, and whether it fits
        Absent,   ///< published, not here: download() brings it
        Downloading,
        Ready,  ///< file() is here and fits: report()
        Failed  ///< error()
    };

    explicit StartSession(QObject* parent = nullptr);
    ~StartSession() override;

    /// Another network: a published choice follows it to its own weights, or falls back to random.
    /// Those of an edited copy are its original's, of which what fits is taken.
    void setTarget(const StartTarget& target);

    void chooseRandom();
    /// By torchvision's name.
    void choosePublished(const std::string& name);
    void chooseFile(const std::filesystem::path& file);
    /// Whether the chosen weights may fit in part alone: what fits is taken then. Another choice
    /// or another architecture begins without it; published weights of a composed model with it.
    void setPartial(bool partial);
    /// The network's file or the weights' have another content now.
    void lookAgain();

    /// Downloads the chosen published weights into the cache; progressed() follows.
    void download();
    /// The part that has arrived is gone on with by the next download().
    void cancelDownload();

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] State state() const { return m_state; }
    /// Nothing keeps a run from being started.
    [[nodiscard]] bool isReady() const {
        return m_state == State::Random || m_state == State::Ready;
    }
    /// What is published for the network, or for the one it was edited from; empty for most small
    /// ones. While the file of a composed model is read: what is chosen.
    [[nodiscard]] std::vector<const zoo::PretrainedWeights*> published() const;
    /// With Kind::Published.
    [[nodiscard]] const zoo::PretrainedWeights* weights() const { return m_weights; }
    /// With Kind::File the chosen one; with Ready the one to begin with.
    [[nodiscard]] const std::filesystem::path& file() const { return m_file; }
    /// Of the weights that are here, also of those that do not fit; without a file otherwise.
    [[nodiscard]] const weights::LoadReport& report() const { return m_report; }
    /// The weights do not fit as a whole, but some of them do.
    [[nodiscard]] bool fitsInPart() const { return m_fitsInPart; }
    /// With Ready: what fits is taken, and the rest is not.
    [[nodiscard]] bool takesPart() const { return m_state == State::Ready && m_report.partial; }
    /// The weights are for all of the network but a head of other classes. Of the last choice while
    /// the next one is looked for.
    [[nodiscard]] bool onlyHeadIsNew() const { return m_onlyHeadIsNew; }
    [[nodiscard]] const Error& error() const { return m_error; }
    [[nodiscard]] quint64 doneBytes() const { return m_done; }
    [[nodiscard]] quint64 totalBytes() const { return m_total; }

    /// The choice as one word for the settings, and back.
    [[nodiscard]] QString toText() const;
    void fromText(const QString& text);

  Q_SIGNALS:
    void changed();
    void progressed();

  private:
    struct Finding {
        std::filesystem::path file;  ///< empty: published, but not here
        weights::Match match;
    };

    StartTarget m_target;
    /// The architecture whose published weights are meant for the target; nothing while it is read.
    std::optional<std::string> m_origin = std::string();
    Kind m_kind = Kind::Random;
    State m_state = State::Random;
    const zoo::PretrainedWeights* m_weights = nullptr;
    std::filesystem::path m_file;
    std::filesystem::path m_verified;  ///< published and of the right hash
    bool m_partial = false;
    weights::LoadReport m_report;
    bool m_fitsInPart = false;
    bool m_onlyHeadIsNew = false;
    Error m_error;
    quint64 m_done = 0;
    quint64 m_total = 0;
    quint64 m_serial = 0;  ///< of the newest look; older answers are stale
    quint64 m_originSerial = 0;
    std::unique_ptr<download::Transfer> m_transfer;
    Worker m_worker;
    Worker m_reader;

    void readOrigin();
    void takeOrigin(const std::string& origin);
    void followOrigin();
    void look();
    void take(quint64 serial, Result<Finding> finding);
    void fail(const Error& error);
    void setState(State state);
    struct Wish {
        StartTarget target;
        const zoo::PretrainedWeights* weights = nullptr;
        std::filesystem::path file;
        std::filesystem::path verified;
        bool partial = false;
    };
    static Result<Finding> find(const Wish& wish, const std::stop_token& stop);
};

}  // namespace minarai::studio
