// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a run thinks of pictures that are dropped, pasted or chosen.
#pragma once

#include <QHash>
#include <QImage>
#include <QObject>
#include <QString>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "predict/predictor.h"
#include "studio/session/engine_session.h"
#include "studio/session/waker.h"
#include "studio/session/worker.h"

namespace minarai::studio {

/// One picture and what was said of it.
struct PredictItem {
    enum class State { Waiting, Done, Failed };
    quint32 number = 0;          ///< from 1, never used again
    std::filesystem::path path;  ///< empty for a pasted picture
    QString name;
    State state = State::Waiting;
    std::vector<float> probabilities;  ///< one for each class
    std::vector<std::size_t> top;      ///< the five most probable classes
    double ms = 0;                     ///< decoding not included
    std::optional<Error> error;
};

class PredictSession : public QObject {
    Q_OBJECT
  public:
    static constexpr std::size_t kMaxItems = 100'000;
    static constexpr std::size_t kTop = 5;

    explicit PredictSession(EngineLoader loader, QObject* parent = nullptr);
    ~PredictSession() override;

    /// The run that answers from now on; all pictures are asked again. Empty for none.
    void setRun(const std::filesystem::path& folder);
    [[nodiscard]] const std::filesystem::path& run() const { return m_run; }
    /// Of the run; empty until it is open.
    [[nodiscard]] const std::vector<std::string>& classes() const { return m_classes; }

    /// Asks for every picture again (the run has better weights now).
    void askAgain();

    /// Returns the number of the first new picture; 0 if there was none.
    quint32 addFiles(const std::vector<std::filesystem::path>& paths);
    quint32 addPasted(const QImage& image, const QString& name);
    /// Forgets one picture; the files stay as they are. Nothing happens for an unknown number.
    void remove(quint32 number);
    void clear();

    /// In the order in which they came.
    [[nodiscard]] const std::vector<quint32>& order() const { return m_order; }
    [[nodiscard]] const PredictItem* item(quint32 number) const;
    /// The pixels of a pasted picture; null for files.
    [[nodiscard]] QImage pasted(quint32 number) const { return m_pasted.value(number); }
    [[nodiscard]] std::size_t waiting() const { return m_waiting; }

    /// path, top 5 with probabilities, ms; errors in words. WriteFailed, DiskFull.
    [[nodiscard]] Status saveCsv(const std::filesystem::path& file) const;

  Q_SIGNALS:
    void runChanged();
    /// The run cannot answer; nothing is asked until another is set.
    void runFailed(const minarai::Error& error);
    void itemsAdded();
    void removed(quint32 number);
    void cleared();
    /// These pictures have an answer now.
    void answered(const std::vector<quint32>& numbers);

  private:
    struct Answer {
        quint32 number = 0;
        std::vector<float> probabilities;
        double ms = 0;
        std::optional<Error> error;
    };
    /// Used by the worker alone.
    struct OpenRun {
        std::filesystem::path folder;
        std::filesystem::file_time_type weightsTime;
        std::unique_ptr<predict::Predictor> predictor;
    };

    EngineLoader m_loader;
    std::filesystem::path m_run;
    std::vector<std::string> m_classes;
    std::map<quint32, PredictItem> m_items;
    std::vector<quint32> m_order;
    QHash<quint32, QImage> m_pasted;
    quint32 m_nextNumber = 1;
    quint64 m_serial = 0;  ///< of the newest question; older answers are stale
    std::size_t m_waiting = 0;
    bool m_failed = false;

    std::mutex m_mutex;
    std::vector<std::pair<quint64, Answer>> m_answers;
    OpenRun m_open;
    Waker m_waker;
    Worker m_worker;

    quint32 add(PredictItem item);
    void ask(const std::vector<quint32>& numbers);
    Status openRun(const std::filesystem::path& folder);
    Answer answer(quint32 number, const std::filesystem::path& path, const QImage& pasted);
    void receive();
};

}  // namespace minarai::studio
