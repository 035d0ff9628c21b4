// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/predict_session.h"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

#include "base/files.h"
#include "image/decode.h"
#include "metrics/metrics.h"
#include "runs/evaluation.h"
#include "studio/session/paths.h"
#include "studio/session/picture.h"

namespace minarai::studio {

namespace {

std::filesystem::file_time_type weightsTimeOf(const std::filesystem::path& folder) {
    std::error_code missing;
    const auto time = std::filesystem::last_write_time(folder / "best.pth", missing);
    return missing ? std::filesystem::file_time_type::min() : time;
}

std::string quotedCsv(std::string text) {
    if (text.find_first_of(",\"\n\r") == std::string::npos) {
        return text;
    }
    std::string out = "\"";
    for (const char c : text) {
        out += c == '"' ? std::string("\"\"") : std::string(1, c);
    }
    return out + "\"";
}

}  // namespace

PredictSession::PredictSession(EngineLoader loader, QObject* parent)
    : QObject(parent), m_loader(std::move(loader)), m_worker([this](const Error& error) {
          QMetaObject::invokeMethod(
              this, [this, error] { Q_EMIT runFailed(error); }, Qt::QueuedConnection);
      }) {
    connect(&m_waker, &Waker::due, this, &PredictSession::receive);
}

PredictSession::~PredictSession() = default;

void PredictSession::setRun(const std::filesystem::path& folder) {
    if (folder == m_run) {
        return;
    }
    m_run = folder;
    m_classes.clear();
    Q_EMIT runChanged();
    askAgain();
}

void PredictSession::askAgain() {
    ++m_serial;
    m_worker.cancel();
    m_failed = false;
    m_waiting = 0;
    for (auto& [number, item] : m_items) {
        item.state = PredictItem::State::Waiting;
        item.error.reset();
    }
    if (!m_items.empty()) {
        Q_EMIT answered(m_order);
    }
    ask(m_order);
}

const PredictItem* PredictSession::item(quint32 number) const {
    const auto found = m_items.find(number);
    return found == m_items.end() ? nullptr : &found->second;
}

quint32 PredictSession::add(PredictItem item) {
    item.number = m_nextNumber++;
    m_order.push_back(item.number);
    m_items.emplace(item.number, std::move(item));
    return m_order.back();
}

quint32 PredictSession::addFiles(const std::vector<std::filesystem::path>& paths) {
    std::vector<quint32> added;
    for (const auto& path : paths) {
        if (m_items.size() >= kMaxItems) {
            break;
        }
        PredictItem item;
        item.path = path;
        item.name = toQString(path.filename());
        added.push_back(add(std::move(item)));
    }
    if (added.empty()) {
        return 0;
    }
    Q_EMIT itemsAdded();
    ask(added);
    return added.front();
}

quint32 PredictSession::addPasted(const QImage& image, const QString& name) {
    PredictItem item;
    item.name = name;
    const quint32 number = add(std::move(item));
    m_pasted.insert(number, image);
    Q_EMIT itemsAdded();
    ask({number});
    return number;
}

void PredictSession::remove(quint32 number) {
    const auto found = m_items.find(number);
    if (found == m_items.end()) {
        return;
    }
    // Its answer, if one is under way, finds nobody.
    const bool waits = found->second.state == PredictItem::State::Waiting;
    m_waiting -= waits && m_waiting > 0 ? 1 : 0;
    m_items.erase(found);
    m_order.erase(std::find(m_order.begin(), m_order.end(), number));
    m_pasted.remove(number);
    Q_EMIT removed(number);
}

void PredictSession::clear() {
    ++m_serial;
    m_worker.cancel();
    m_items.clear();
    m_order.clear();
    m_pasted.clear();
    m_waiting = 0;
    Q_EMIT cleared();
}

void PredictSession::ask(const std::vector<quint32>& numbers) {
    if (m_run.empty() || m_failed) {
        return;
    }
    m_waiting += numbers.size();
    struct Question {
        quint32 number;
        std::filesystem::path path;
        QImage pasted;
    };
    std::vector<Question> questions;
    for (const quint32 number : numbers) {
        questions.push_back({number, m_items.at(number).path, m_pasted.value(number)});
    }
    m_worker.post([this, serial = m_serial, folder = m_run,
                   questions = std::move(questions)](const std::stop_token& stop) {
        if (const Status opened = openRun(folder); !opened) {
            QMetaObject::invokeMethod(
                this,
                [this, serial, error = opened.error()] {
                    if (serial == m_serial && !m_failed) {
                        m_failed = true;
                        m_waiting = 0;
                        Q_EMIT runFailed(error);
                    }
                },
                Qt::QueuedConnection);
            return;
        }
        QMetaObject::invokeMethod(
            this,
            [this, serial, classes = m_open.predictor->config().classes] {
                if (serial == m_serial && m_classes != classes) {
                    m_classes = classes;
                    Q_EMIT runChanged();
                }
            },
            Qt::QueuedConnection);
        for (const Question& question : questions) {
            if (stop.stop_requested()) {
                return;
            }
            Answer said = answer(question.number, question.path, question.pasted);
            {
                const std::scoped_lock lock(m_mutex);
                m_answers.emplace_back(serial, std::move(said));
            }
            m_waker.wake();
        }
    });
}

Status PredictSession::openRun(const std::filesystem::path& folder) {
    const auto time = weightsTimeOf(folder);
    if (m_open.predictor && m_open.folder == folder && m_open.weightsTime == time) {
        return {};
    }
    m_open = {};
    MN_ASSIGN(const auto engine, m_loader());
    MN_ASSIGN(m_open.predictor, runs::openRunPredictor(folder, *engine));
    m_open.folder = folder;
    m_open.weightsTime = time;
    // The first answer also pays for memory and kernels being set up; it should not be timed.
    const augment::PreprocessSpec& size = m_open.predictor->config().preprocess;
    (void)m_open.predictor->probabilities(image::Image(size.width, size.height));
    return {};
}

PredictSession::Answer PredictSession::answer(quint32 number, const std::filesystem::path& path,
                                              const QImage& pasted) {
    Answer said;
    said.number = number;
    auto picture =
        pasted.isNull() ? image::decodeFile(path) : Result<image::Image>(toPicture(pasted));
    if (!picture) {
        said.error = picture.error();
        return said;
    }
    const auto begin = std::chrono::steady_clock::now();
    auto probabilities = m_open.predictor->probabilities(*picture);
    const std::chrono::duration<double, std::milli> taken =
        std::chrono::steady_clock::now() - begin;
    said.ms = taken.count();
    if (probabilities) {
        said.probabilities = std::move(*probabilities);
    } else {
        said.error = probabilities.error();
    }
    return said;
}

void PredictSession::receive() {
    std::vector<std::pair<quint64, Answer>> answers;
    {
        const std::scoped_lock lock(m_mutex);
        answers.swap(m_answers);
    }
    std::vector<quint32> numbers;
    for (auto& [serial, said] : answers) {
        const auto found = m_items.find(said.number);
        if (serial != m_serial || found == m_items.end()) {
            continue;
        }
        PredictItem& item = found->second;
        item.state = said.error ? PredictItem::State::Failed : PredictItem::State::Done;
        item.error = std::move(said.error);
        item.ms = said.ms;
        item.probabilities = std::move(said.probabilities);
        item.top = metrics::topK(item.probabilities, kTop);
        m_waiting -= m_waiting > 0 ? 1 : 0;
        numbers.push_back(said.number);
    }
    if (!numbers.empty()) {
        Q_EMIT answered(numbers);
    }
}

Status PredictSession::saveCsv(const std::filesystem::path& file) const {
    std::string out = "path";
    for (std::size_t k = 1; k <= kTop; ++k) {
        out += ",label" + std::to_string(k) + ",probability" + std::to_string(k);
    }
    out += ",ms,error\n";
    for (const quint32 number : m_order) {
        const PredictItem& item = m_items.at(number);
        out += quotedCsv(item.path.empty() ? item.name.toStdString() : toUtf8(item.path));
        for (std::size_t k = 0; k < kTop; ++k) {
            const bool has = k < item.top.size() && item.top[k] < m_classes.size();
            out += has ? "," + quotedCsv(m_classes[item.top[k]]) + "," +
                             std::to_string(item.probabilities[item.top[k]])
                       : ",,";
        }
        out += item.state == PredictItem::State::Done ? "," + std::to_string(item.ms) : ",";
        out += "," + (item.error ? quotedCsv(item.error->message()) : std::string()) + "\n";
    }
    return writeFileAtomically(file, out);
}

}  // namespace minarai::studio
