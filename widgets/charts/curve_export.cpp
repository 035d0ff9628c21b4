// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A CurveChart as a file: pictures in the light colours with title and legend, or the numbers.
#include <QBuffer>
#include <QFileDialog>
#include <QFileInfo>
#include <QPageSize>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <string_view>

#include "base/files.h"
#include "base/text.h"
#include "widgets/charts/curve_parts.h"
#include "widgets/forms/param_form.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::widgets {
namespace {

constexpr int kWidth = 960;
constexpr int kHeight = 540;

QString quoted(const QString& text) {
    if (!text.contains(QLatin1Char(',')) && !text.contains(QLatin1Char('"')) &&
        !text.contains(QLatin1Char('\n'))) {
        return text;
    }
    QString inner = text;
    return QLatin1Char('"') + inner.replace(QLatin1Char('"'), QStringLiteral("\"\"")) +
           QLatin1Char('"');
}

/// For the time of an export: light colours, a title and a legend.
class PrintLook {
  public:
    explicit PrintLook(CurveChart::Parts& parts) : m_parts(parts) {
        QCustomPlot& plot = *parts.plot;
        parts.styleAxes(false);
        QFont font = Theme::of(parts.chart).font(FontRole::Secondary);
        plot.legend->setVisible(true);
        plot.legend->setFont(font);
        plot.legend->setTextColor(tokenColor(Token::Text, false));
        plot.legend->setBorderPen(Qt::NoPen);
        plot.legend->setBrush(QColor(255, 255, 255, 200));
        plot.axisRect()->insetLayout()->setInsetAlignment(0, Qt::AlignTop | Qt::AlignRight);
        if (!parts.title.isEmpty()) {
            font.setWeight(QFont::DemiBold);
            plot.plotLayout()->insertRow(0);
            m_title = new QCPTextElement(&plot, parts.title, font);
            m_title->setTextColor(tokenColor(Token::Text, false));
            plot.plotLayout()->addElement(0, 0, m_title);
        }
    }
    PrintLook(const PrintLook&) = delete;
    PrintLook& operator=(const PrintLook&) = delete;
    ~PrintLook() {
        QCustomPlot& plot = *m_parts.plot;
        if (m_title != nullptr) {
            plot.plotLayout()->remove(m_title);
            plot.plotLayout()->simplify();
        }
        plot.legend->setVisible(false);
        m_parts.styleAxes(Theme::of(m_parts.chart).isDark());
        plot.replot(QCustomPlot::rpQueuedReplot);
    }

  private:
    CurveChart::Parts& m_parts;
    QCPTextElement* m_title = nullptr;
};

bool drawOn(QPaintDevice& device, QCustomPlot& plot, QCPPainter::PainterModes modes) {
    QCPPainter painter;
    if (!painter.begin(&device)) {
        return false;
    }
    painter.setModes(modes);
    plot.toPainter(&painter, kWidth, kHeight);
    return painter.end();
}

bool writePdf(const CurveChart::Parts& parts, QIODevice& device) {
    constexpr int kPointsPerInch = 72;
    QPdfWriter writer(&device);
    writer.setTitle(parts.title);
    writer.setCreator(QStringLiteral("Minarai"));
    writer.setPageSize(
        QPageSize(QSizeF(kWidth, kHeight), QPageSize::Point, {}, QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF());
    writer.setResolution(kPointsPerInch);
    return drawOn(writer, *parts.plot, QCPPainter::pmVectorized | QCPPainter::pmNonCosmetic);
}

bool writeSvg(const CurveChart::Parts& parts, QIODevice& device) {
    QSvgGenerator generator;
    generator.setOutputDevice(&device);
    generator.setSize(QSize(kWidth, kHeight));
    generator.setViewBox(QRect(0, 0, kWidth, kHeight));
    generator.setTitle(parts.title);
    return drawOn(generator, *parts.plot, QCPPainter::pmVectorized);
}

}  // namespace

QString CurveChart::Parts::csv() const {
    QString text = QStringLiteral("series,x,y\n");
    for (const auto& one : series) {
        for (const QPointF& point : one->data.points()) {
            text += quoted(one->label) + QLatin1Char(',') + shortReal(point.x()) +
                    QLatin1Char(',') + shortReal(point.y()) + QLatin1Char('\n');
        }
    }
    return text;
}

Status CurveChart::exportTo(const QString& path) {
    Parts& p = *m_parts;
    p.refresh();
    const std::filesystem::path target = fromUtf8(path.toStdString());
    const QString kind = QFileInfo(path).suffix().toLower();
    if (kind == QLatin1String("csv")) {
        return writeFileAtomically(target, std::string_view(p.csv().toStdString()));
    }
    const bool isPng = kind == QLatin1String("png");
    const bool isPdf = kind == QLatin1String("pdf");
    if (!isPng && !isPdf && kind != QLatin1String("svg")) {
        return fail(ErrorCode::FileFormat, toUtf8(target),
                    MN_TEXT("Error", "a chart is exported as .png, .pdf, .svg or .csv"));
    }
    const PrintLook look(p);
    // Qt's writers do not tell of a disk that is full.
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    const bool drawn = isPng   ? p.plot->toPixmap(kWidth, kHeight, 2).save(&buffer, "PNG")
                       : isPdf ? writePdf(p, buffer)
                               : writeSvg(p, buffer);
    if (!drawn) {
        return fail(ErrorCode::WriteFailed, toUtf8(target),
                    MN_TEXT("Error", "the picture could not be drawn"));
    }
    const QByteArray& bytes = buffer.data();
    return writeFileAtomically(
        target, std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

void CurveChart::Parts::chooseExport() {
    auto* dialog = new QFileDialog(chart->window(), CurveChart::tr("Export chart"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({CurveChart::tr("PNG picture (*.png)"), CurveChart::tr("PDF (*.pdf)"),
                            CurveChart::tr("SVG drawing (*.svg)"),
                            CurveChart::tr("CSV table (*.csv)")});
    dialog->setDefaultSuffix(QStringLiteral("png"));
    dialog->selectFile(title.isEmpty() ? QStringLiteral("chart") : title.toLower());
    QObject::connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.section(QStringLiteral("*."), 1).chopped(1));
    });
    QObject::connect(dialog, &QFileDialog::fileSelected, chart, [this](const QString& file) {
        if (const Status done = chart->exportTo(file)) {
            Q_EMIT chart->exported(file);
        } else {
            Q_EMIT chart->exportFailed(errorSentence(done.error()));
        }
    });
    dialog->open();
}

}  // namespace minarai::widgets
