// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/train_session.h"

#include <algorithm>
#include <exception>
#include <functional>
#include <new>
#include <utility>

#include "base/files.h"
#include "base/parallel.h"
#include "dataset/split_file.h"
#include "runs/fold_summary.h"
#include "train/settings.h"

namespace minarai::studio {

namespace {

/// A fold that completes its cross-validation leaves the summary with all of them. Called before
/// the end is told of, by when run.json says it.
void keepFolds(const train::Event& event, const std::filesystem::path& runFolder,
               Mailbox& mailbox) {
    const auto* ended = std::get_if<train::RunEnded>(&event.payload);
    if (ended == nullptr || (ended->reason != train::EndReason::Completed &&
                             ended->reason != train::EndReason::EarlyStopped)) {
        return;
    }
    if (const Status kept = runs::keepFolds(runFolder); !kept) {
        mailbox.put({event.runId, event.timeMs, train::Notice{kept.error(), std::string()}});
    }
}

/// What a person chose may need more memory than there is; the run then ends with that.
Result<runs::TrainRequest> madeGuarded(const std::function<Result<runs::TrainRequest>()>& make) {
    try {
        return make();
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "training");
    } catch (const std::exception& exception) {
        return fail(ErrorCode::Internal, exception.what());
    }
}

/// The body of the run's thread up to its one result; nothing is thrown out of it.
Result<train::RunEnded> trainGuarded(const Result<runs::TrainRequest>& request,
                                     const EngineLoader& loader, const std::stop_token& stop,
                                     train::TrainControl& control, Mailbox& mailbox) {
    try {
        if (!request) {
            return request.error();
        }
        const auto engine = loader();
        if (!engine) {
            return engine.error();
        }
        return runs::trainRun(*request, **engine, stop, control, [&](const train::Event& event) {
            keepFolds(event, request->runFolder, mailbox);
            mailbox.put(event);
        });
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "training");
    } catch (const std::exception& exception) {
        return fail(ErrorCode::Internal, exception.what());
    }
}

}  // namespace

Result<runs::TrainRequest> requestOf(const TrainPlan& plan) {
    runs::TrainRequest request;
    request.dataFolder = plan.catalog->root;
    request.catalog = plan.catalog;
    if (plan.review && plan.review->edited > 0) {
        request.catalog =
            std::make_shared<const dataset::Catalog>(appliedCatalog(*plan.catalog, *plan.review));
        request.excludedImages = plan.review->excluded;
        request.relabelledImages = plan.review->relabelled;
    }
    request.split = plan.split;
    const dataset::SplitPlan splitPlan = train::splitPlan(plan.settings);
    if (!request.split && splitPlan.kind == dataset::SplitKind::File) {
        // It may name images that the review left out.
        MN_ASSIGN(
            dataset::Split split,
            dataset::readSplitFile(fromUtf8(splitPlan.file), *request.catalog, plan.catalog.get()));
        request.split = std::make_shared<const dataset::Split>(std::move(split));
    }
    request.arch = plan.arch;
    request.settings = plan.settings;
    request.pipeline = plan.pipeline;
    if (!plan.modelFile.empty()) {
        MN_ASSIGN(request.spec, spec::readModelSpec(plan.modelFile));
    }
    if (!plan.weights.empty()) {
        request.weights = plan.weights;
        request.partialWeights = plan.partialWeights;
    }
    request.device = plan.device;
    request.runFolder = runs::nextRunFolder(plan.runsRoot, plan.arch);
    return request;
}

TrainSession::TrainSession(EngineLoader loader, QObject* parent)
    : QObject(parent), m_loader(std::move(loader)) {
    connect(&m_waker, &Waker::due, this, &TrainSession::fetch);
}

TrainSession::~TrainSession() {
    if (m_control) {
        m_control->setPaused(false);
        m_control->giveUpSaving(true);  // nobody is there any more who could make room
    }
}

void TrainSession::start(const TrainPlan& plan) {
    auto run = std::make_unique<LiveRun>();
    run->dataFolder = plan.catalog->root;
    run->arch = plan.arch;
    run->settings = plan.settings;
    run->plannedEpochs = plan.settings.integer("epochs");
    begin(std::move(run), plan.device, [plan] { return requestOf(plan); });
}

void TrainSession::resume(const std::filesystem::path& runFolder, const std::string& arch,
                          const std::string& device) {
    auto run = std::make_unique<LiveRun>();
    run->folder = runFolder;
    run->arch = arch;
    begin(std::move(run), device, [runFolder, device]() -> Result<runs::TrainRequest> {
        MN_ASSIGN(runs::TrainRequest request, runs::resumeRequest(runFolder));
        request.device = device;
        return request;
    });
}

void TrainSession::begin(std::unique_ptr<LiveRun> run, const std::string& device,
                         RequestMaker makeRequest) {
    if (isActive()) {
        return;
    }
    m_device = device;
    m_run = std::move(run);
    m_control = std::make_shared<train::TrainControl>();
    m_mailbox = std::make_shared<Mailbox>([this] { m_waker.wake(); });
    setState(State::Preparing);
    Q_EMIT runBegan();
    m_thread =
        std::jthread([this, makeRequest = std::move(makeRequest), loader = m_loader,
                      control = m_control, mailbox = m_mailbox](const std::stop_token& stop) {
            lowerThreadPriority();
            const auto make = [&]() -> Result<runs::TrainRequest> {
                MN_ASSIGN(runs::TrainRequest request, makeRequest());
                std::vector<train::EpochFinished> past;
                std::vector<StepPoint> points;
                if (request.resume) {
                    points = readPoints(request.runFolder, stop);
                    if (auto history = runs::readHistory(request.runFolder)) {
                        past = std::move(history->epochs);
                    }
                }
                QMetaObject::invokeMethod(
                    this,
                    [this, mailbox, folder = request.runFolder, data = request.dataFolder,
                     settings = request.settings, past, points] {
                        if (mailbox == m_mailbox) {
                            m_run->folder = folder;
                            m_run->dataFolder = data;
                            m_run->settings = settings;
                            m_run->epochs = past;
                            m_run->points = points;
                        }
                    },
                    Qt::QueuedConnection);
                return request;
            };
            const Result<runs::TrainRequest> request = madeGuarded(make);
            mailbox->finish(trainGuarded(request, loader, stop, *control, *mailbox));
        });
}

void TrainSession::setPaused(bool paused) {
    if (m_state == State::Running || wantsPause()) {
        m_control->setPaused(paused);
        if (paused != wantsPause()) {
            setState(paused ? State::Pausing : State::Running);  // the trainer says when it pauses
        }
    }
}

void TrainSession::takePause(bool paused) {
    if (m_state != State::Running && !wantsPause()) {
        return;
    }
    // Word of a pause that was taken back meanwhile is late.
    const bool isWanted = m_control->isPaused();
    setState(!isWanted ? State::Running : paused ? State::Paused : State::Pausing);
}

void TrainSession::stopNow() {
    if (m_state == State::Stopping) {
        m_control->giveUpSaving();
    } else if (isActive()) {
        m_thread.request_stop();
        m_control->setPaused(false);
        setState(State::Stopping);
    }
}

void TrainSession::stopAfterEpoch(bool wanted) {
    if (isActive()) {
        m_control->requestStopAfterEpoch(wanted);
        m_control->setPaused(false);
        if (wantsPause()) {
            setState(State::Running);
        }
        Q_EMIT stateChanged();
    }
}

void TrainSession::forgetRun() {
    if (!isActive()) {
        m_run.reset();
        m_mailbox.reset();
    }
}

bool TrainSession::stopsAfterEpoch() const {
    return m_control && m_control->stopsAfterEpoch();
}

void TrainSession::setState(State state) {
    if (m_state != state) {
        m_state = state;
        Q_EMIT stateChanged();
    }
}

void TrainSession::fetch() {
    if (!m_mailbox) {
        return;
    }
    for (const MailItem& item : m_mailbox->take()) {
        if (const auto* batch = std::get_if<StepBatch>(&item)) {
            receiveSteps(*batch);
        } else {
            receive(std::get<train::Event>(item));
        }
    }
}

void TrainSession::receiveSteps(const StepBatch& batch) {
    take(*m_run, batch);
    Q_EMIT stepped(batch);
}

void TrainSession::receive(const train::Event& event) {
    const bool savingFailed = savingFails();
    take(*m_run, event);
    if (savingFails() != savingFailed) {
        Q_EMIT stateChanged();
    }
    if (std::holds_alternative<train::RunStarted>(event.payload)) {
        if (m_state == State::Preparing) {
            setState(State::Running);
        }
        Q_EMIT runStarted();
    } else if (const auto* progress = std::get_if<train::ValidationProgress>(&event.payload)) {
        Q_EMIT validating(progress->done, progress->total);
    } else if (const auto* epoch = std::get_if<train::EpochFinished>(&event.payload)) {
        Q_EMIT epochFinished(*epoch);
    } else if (const auto* notice = std::get_if<train::Notice>(&event.payload)) {
        Q_EMIT noticed(*notice);
    } else if (const auto* pause = std::get_if<train::PauseChanged>(&event.payload)) {
        takePause(pause->paused);
    } else if (std::holds_alternative<train::CheckpointSaved>(event.payload)) {
        Q_EMIT checkpointSaved();
        if (savingFailed) {
            Q_EMIT savedAgain();
        }
    } else if (const auto* ended = std::get_if<train::RunEnded>(&event.payload)) {
        setState(State::Idle);
        Q_EMIT runEnded(*ended);
    }
}

}  // namespace minarai::studio
