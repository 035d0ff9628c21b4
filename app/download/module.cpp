// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// minarai_downloader.so: Transfer behind the face of Fetcher.
#include <QCoreApplication>
#include <optional>

#include "download/fetcher.h"
#include "download/transfer.h"

namespace minarai::download {

namespace {

class QtFetcher : public Fetcher {
  public:
    Result<std::filesystem::path> fetch(const zoo::PretrainedWeights& weights,
                                        const std::filesystem::path& folder,
                                        const ProgressCallback& progress,
                                        const std::stop_token& stop) const override {
        int argc = 1;
        char name[] = "minarai";
        char* argv[] = {name, nullptr};
        QCoreApplication application(argc, argv);
        Transfer transfer;
        std::optional<Result<std::filesystem::path>> result;
        QObject::connect(&transfer, &Transfer::progressed, &transfer,
                         [&](quint64 done, quint64 total) {
                             if (progress) {
                                 progress({done, total});
                             }
                         });
        QObject::connect(&transfer, &Transfer::finished, &transfer, [&](const auto& file) {
            result = file;
            QCoreApplication::exit();
        });
        transfer.start(weights, folder);
        const std::stop_callback stopped(stop, [&transfer] {
            QMetaObject::invokeMethod(&transfer, &Transfer::cancel, Qt::QueuedConnection);
        });
        QCoreApplication::exec();
        return result ? *result : fail(ErrorCode::Cancelled);
    }
};

}  // namespace

}  // namespace minarai::download

/// The one symbol of the module; nullptr for a program built with another header.
extern "C" Q_DECL_EXPORT const minarai::download::Fetcher* minaraiDownloader(int abi) {
    static const minarai::download::QtFetcher fetcher;
    return abi == minarai::download::kFetcherAbi ? &fetcher : nullptr;
}
