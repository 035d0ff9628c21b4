// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/start_session.h"

#include <utility>

#include "runs/weights_preview.h"
#include "studio/session/paths.h"
#include "zoo/pretrained_files.h"
#include "zoo/zoo.h"

namespace minarai::studio {

namespace {

const QString kPublished = QStringLiteral("published:");
const QString kFile = QStringLiteral("file:");

}  // namespace

StartSession::StartSession(QObject* parent) : QObject(parent) {}

StartSession::~StartSession() = default;

std::vector<const zoo::PretrainedWeights*> StartSession::published() const {
    return zoo::pretrainedFor(m_target.arch);
}

void StartSession::setTarget(const StartTarget& target) {
    if (target == m_target) {
        return;
    }
    const bool isOther = target.arch != m_target.arch;
    m_target = target;
    if (m_kind == Kind::Published && isOther && m_weights->arch != target.arch) {
        m_transfer.reset();
        m_weights = zoo::defaultPretrained(target.arch);
        if (m_weights == nullptr) {
            m_kind = Kind::Random;
        }
    }
    if (!m_transfer) {
        look();
    }
}

void StartSession::chooseRandom() {
    m_transfer.reset();
    m_kind = Kind::Random;
    m_weights = nullptr;
    look();
}

void StartSession::choosePublished(const std::string& name) {
    m_transfer.reset();
    if (const auto found = zoo::findPretrained(name)) {
        m_kind = Kind::Published;
        m_weights = *found;
        look();
    }
}

void StartSession::chooseFile(const std::filesystem::path& file) {
    m_transfer.reset();
    m_kind = Kind::File;
    m_weights = nullptr;
    m_file = file;
    look();
}

void StartSession::look() {
    ++m_serial;
    if (m_kind != Kind::File) {
        m_file.clear();
    }
    if (m_kind == Kind::Random) {
        m_worker.cancel();
        setState(State::Random);
        return;
    }
    setState(State::Looking);
    m_worker.replace([this, serial = m_serial, target = m_target, weights = m_weights,
                      file = m_file, verified = m_verified](const std::stop_token& stop) {
        auto finding = find(target, weights, file, verified, stop);
        if (stop.stop_requested()) {
            return;
        }
        QMetaObject::invokeMethod(
            this,
            [this, serial, finding = std::move(finding)]() mutable {
                take(serial, std::move(finding));
            },
            Qt::QueuedConnection);
    });
}

Result<StartSession::Finding> StartSession::find(const StartTarget& target,
                                                 const zoo::PretrainedWeights* weights,
                                                 const std::filesystem::path& file,
                                                 const std::filesystem::path& verified,
                                                 const std::stop_token& stop) {
    Finding finding{file, {}};
    if (weights != nullptr) {
        const auto local = zoo::findLocal(*weights, zoo::weightsFolders());
        if (!local) {
            return finding;
        }
        if (*local != verified) {
            MN_TRY(zoo::checkFile(*weights, *local, stop));
        }
        finding.file = *local;
    }
    const zoo::Architecture* architecture = zoo::find(target.arch);
    if (architecture == nullptr) {
        return minarai::fail(ErrorCode::UnknownArchitecture, target.arch, "");
    }
    const std::int64_t usual = weights != nullptr ? weights->recipe.crop : architecture->size;
    const std::int64_t size = target.size > 0 ? target.size : usual;
    MN_ASSIGN(const spec::ModelSpec model,
              zoo::build(target.arch, target.classes, architecture->channels, size, size));
    MN_ASSIGN(finding.report, runs::previewWeights(model, finding.file));
    return finding;
}

void StartSession::take(quint64 serial, Result<Finding> finding) {
    if (serial != m_serial) {
        return;
    }
    if (!finding) {
        fail(finding.error());
    } else if (finding->file.empty()) {
        setState(State::Absent);
    } else {
        m_file = finding->file;
        if (m_weights != nullptr) {
            m_verified = m_file;
        }
        m_report = std::move(finding->report);
        setState(State::Ready);
    }
}

void StartSession::download() {
    if (m_kind != Kind::Published || m_state == State::Downloading || m_state == State::Ready) {
        return;
    }
    ++m_serial;
    m_worker.cancel();
    m_done = 0;
    m_total = m_weights->bytes;
    m_transfer = std::make_unique<download::Transfer>();
    connect(m_transfer.get(), &download::Transfer::progressed, this,
            [this](quint64 done, quint64 total) {
                m_done = done;
                m_total = total;
                Q_EMIT progressed();
            });
    connect(m_transfer.get(), &download::Transfer::finished, this,
            [this](const Result<std::filesystem::path>& file) {
                m_transfer.release()->deleteLater();
                if (file) {
                    look();
                } else if (file.error().code == ErrorCode::Cancelled) {
                    setState(State::Absent);
                } else {
                    fail(file.error());
                }
            });
    setState(State::Downloading);
    m_transfer->start(*m_weights, zoo::weightsFolder());
}

void StartSession::cancelDownload() {
    if (m_transfer) {
        m_transfer->cancel();
    }
}

void StartSession::fail(const Error& error) {
    m_error = error;
    setState(State::Failed);
}

void StartSession::setState(State state) {
    m_state = state;
    Q_EMIT changed();
}

QString StartSession::toText() const {
    switch (m_kind) {
        case Kind::Published:
            return kPublished + toQString(m_weights->name);
        case Kind::File:
            return kFile + toQString(m_file);
        case Kind::Random:
            break;
    }
    return {};
}

void StartSession::fromText(const QString& text) {
    if (text.startsWith(kPublished)) {
        choosePublished(text.mid(kPublished.size()).toStdString());
    } else if (text.startsWith(kFile)) {
        chooseFile(toPath(text.mid(kFile.size())));
    } else {
        chooseRandom();
    }
}

}  // namespace minarai::studio
