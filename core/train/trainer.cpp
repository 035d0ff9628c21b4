// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <exception>
#include <optional>
#include <utility>

#include "predict/device_torch.h"
#include "train/session_torch.h"
#include "train/trainer_torch.h"

namespace minarai::train {
namespace {

class TorchTrainer final : public Trainer {
  public:
    Result<RunEnded> run(const TrainJob& job, const std::stop_token& stop, TrainControl& control,
                         const Observer& observer) override {
        Session session(job, stop, control, observer);
        const Result<EndReason> reason = guarded(session);
        const RunEnded ended = reason ? session.ended(*reason, std::nullopt)
                                      : session.ended(EndReason::Failed, reason.error());
        observer(Event{job.runId, nowMs(), ended});
        if (!reason) {
            return reason.error();
        }
        return ended;
    }

  private:
    static Result<EndReason> guarded(Session& session) {
        try {
            return session.run();
        } catch (const std::exception& exception) {
            return predict::torchError(exception, "training");
        }
    }
};

}  // namespace

std::unique_ptr<Trainer> makeTorchTrainer() {
    return std::make_unique<TorchTrainer>();
}

}  // namespace minarai::train
