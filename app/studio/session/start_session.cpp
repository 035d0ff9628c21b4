// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/start_session.h"

#include <utility>

#include "base/files.h"
#include "runs/weights_preview.h"
#include "spec/model_spec.h"
#include "studio/recipe.h"
#include "studio/session/paths.h"
#include "zoo/pretrained_files.h"

namespace minarai::studio {

namespace {

const QString kPublished = QStringLiteral("published:");
const QString kFile = QStringLiteral("file:");
const QString kPartial = QStringLiteral("partial:");  // in front of the others

}  // namespace

StartSession::StartSession(QObject* parent) : QObject(parent) {}

StartSession::~StartSession() = default;

std::vector<const zoo::PretrainedWeights*> StartSession::published() const {
    if (m_origin) {
        return zoo::pretrainedFor(*m_origin);
    }
    return m_weights == nullptr ? std::vector<const zoo::PretrainedWeights*>()
                                : std::vector<const zoo::PretrainedWeights*>{m_weights};
}

void StartSession::setTarget(const StartTarget& target) {
    if (target == m_target) {
        return;
    }
    const bool isOther = target.arch != m_target.arch;
    m_target = target;
    if (isOther && isModelFile(target.arch)) {
        m_partial = m_kind == Kind::Published;
        m_origin.reset();
        readOrigin();
    } else if (isOther) {
        m_partial = false;
        ++m_originSerial;
        m_reader.cancel();
        m_origin = target.arch;
        followOrigin();
    }
    if (!m_transfer) {
        look();
    }
}

void StartSession::readOrigin() {
    m_reader.replace(
        [this, serial = ++m_originSerial, file = m_target.arch](const std::stop_token&) {
            const auto model = spec::readModelSpec(fromUtf8(file));
            QMetaObject::invokeMethod(
                this,
                [this, serial, origin = model ? model->architecture() : std::string()] {
                    if (serial == m_originSerial) {
                        takeOrigin(origin);
                    }
                },
                Qt::QueuedConnection);
        });
}

void StartSession::takeOrigin(const std::string& origin) {
    if (m_origin == origin) {
        return;
    }
    m_origin = origin;
    const bool isPublished = m_kind == Kind::Published;
    followOrigin();
    if (isPublished && !m_transfer) {
        look();
    } else {
        Q_EMIT changed();
    }
}

void StartSession::followOrigin() {
    if (m_kind != Kind::Published || m_weights->arch == *m_origin) {
        return;
    }
    m_transfer.reset();
    m_weights = zoo::defaultPretrained(*m_origin);
    if (m_weights == nullptr) {
        m_kind = Kind::Random;
        m_partial = false;
    }
}

void StartSession::chooseRandom() {
    m_transfer.reset();
    m_kind = Kind::Random;
    m_weights = nullptr;
    m_partial = false;
    look();
}

void StartSession::choosePublished(const std::string& name) {
    m_transfer.reset();
    if (const auto found = zoo::findPretrained(name)) {
        m_kind = Kind::Published;
        m_weights = *found;
        m_partial = isModelFile(m_target.arch);
        look();
    }
}

void StartSession::chooseFile(const std::filesystem::path& file) {
    m_transfer.reset();
    m_kind = Kind::File;
    m_weights = nullptr;
    m_file = file;
    m_partial = false;
    look();
}

void StartSession::setPartial(bool partial) {
    if (partial != m_partial) {
        m_partial = partial;
        lookAgain();
    }
}

void StartSession::lookAgain() {
    if (isModelFile(m_target.arch)) {
        readOrigin();
    }
    if (!m_transfer) {
        look();
    }
}

void StartSession::look() {
    ++m_serial;
    m_report = {};
    m_fitsInPart = false;
    if (m_kind != Kind::File) {
        m_file.clear();
    }
    if (m_kind == Kind::Random) {
        m_worker.cancel();
        m_onlyHeadIsNew = false;
        setState(State::Random);
        return;
    }
    setState(State::Looking);
    if (m_kind == Kind::Published && !m_origin) {
        m_worker.cancel();  // takeOrigin() goes on, with these weights or others
        return;
    }
    m_worker.replace(
        [this, serial = m_serial, wish = Wish{m_target, m_weights, m_file, m_verified, m_partial}](
            const std::stop_token& stop) {
            auto finding = find(wish, stop);
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

Result<StartSession::Finding> StartSession::find(const Wish& wish, const std::stop_token& stop) {
    Finding finding{wish.file, {}};
    if (wish.weights != nullptr) {
        const auto local = zoo::findLocal(*wish.weights, zoo::weightsFolders());
        if (!local) {
            return finding;
        }
        if (*local != wish.verified) {
            MN_TRY(zoo::checkFile(*wish.weights, *local, stop));
        }
        finding.file = *local;
    }
    // A composed model has a size of its own.
    const bool isPublished = wish.weights != nullptr && !isModelFile(wish.target.arch);
    const std::int64_t usual = isPublished ? wish.weights->recipe.crop : 0;
    const std::int64_t size = wish.target.size > 0 ? wish.target.size : usual;
    MN_ASSIGN(const spec::ModelSpec model, modelOf(wish.target.arch, wish.target.classes, size));
    MN_ASSIGN(finding.match, runs::previewWeights(model, finding.file, wish.partial));
    return finding;
}

void StartSession::take(quint64 serial, Result<Finding> finding) {
    if (serial != m_serial) {
        return;
    }
    if (!finding) {
        m_onlyHeadIsNew = false;
        fail(finding.error());
    } else if (finding->file.empty()) {
        m_onlyHeadIsNew = !m_partial;
        setState(State::Absent);
    } else {
        weights::Match& match = finding->match;
        m_onlyHeadIsNew = runs::onlyHeadIsNew(match);
        if (m_weights != nullptr) {
            m_verified = finding->file;
        }
        m_report = std::move(match.report);
        m_fitsInPart = match.fitsInPart && (match.refusal || m_report.partial);
        if (match.refusal) {
            fail(*match.refusal);
            return;
        }
        m_file = finding->file;
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
    const QString partial = m_partial ? kPartial : QString();
    switch (m_kind) {
        case Kind::Published:
            return partial + kPublished + toQString(m_weights->name);
        case Kind::File:
            return partial + kFile + toQString(m_file);
        case Kind::Random:
            break;
    }
    return {};
}

void StartSession::fromText(const QString& text) {
    const bool partial = text.startsWith(kPartial);
    const QString choice = partial ? text.mid(kPartial.size()) : text;
    if (choice.startsWith(kPublished)) {
        choosePublished(choice.mid(kPublished.size()).toStdString());
    } else if (choice.startsWith(kFile)) {
        chooseFile(toPath(choice.mid(kFile.size())));
    } else {
        chooseRandom();
    }
    setPartial(partial && m_kind != Kind::Random);
}

}  // namespace minarai::studio
