// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/viewer_panel.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QIcon>
#include <QVBoxLayout>
#include <utility>

#include "base/files.h"
#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

ViewerPanel::ViewerPanel(QWidget* parent)
    : QWidget(parent),
      m_card(new widgets::Card),
      m_view(new widgets::ImageView),
      m_title(new widgets::ElidedLabel),
      m_details(new QWidget),
      m_verdict(new QLabel),
      m_problem(new QLabel) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    m_view->setMinimumHeight(180);
    m_view->setInfoShown(false);
    m_card->body()->addWidget(m_view, 1);
    m_card->body()->addSpacing(4);
    widgets::setRole(m_title, "title");
    m_title->setElideMode(Qt::ElideMiddle);
    auto* details = new QVBoxLayout(m_details);
    details->setContentsMargins(0, 0, 0, 0);
    details->setSpacing(8);
    details->addWidget(m_title);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(5);
    grid->setColumnStretch(1, 1);
    for (int row = 0; row < kFieldCount; ++row) {
        Field& field = m_fields[static_cast<std::size_t>(row)];
        field = {new QLabel, new widgets::ElidedLabel};
        widgets::setRole(field.name, "secondary");
        field.value->setElideMode(row == kFolder ? Qt::ElideMiddle : Qt::ElideRight);
        grid->addWidget(field.name, row, 0);
        if (row == kPrediction) {
            // A layout whose widgets are all hidden would squeeze the column.
            m_prediction = new QWidget;
            auto* marked = new QHBoxLayout(m_prediction);
            marked->setContentsMargins(0, 0, 0, 0);
            marked->setSpacing(5);
            marked->addWidget(m_verdict);
            marked->addWidget(field.value, 1);
            grid->addWidget(m_prediction, row, 1);
        } else {
            grid->addWidget(field.value, row, 1);
        }
    }
    m_verdict->setObjectName(QStringLiteral("predictionVerdict"));
    details->addLayout(grid);
    m_problem->setWordWrap(true);
    widgets::setRole(m_problem, "error");
    details->addWidget(m_problem);
    m_card->body()->addWidget(m_details);
    connect(&m_loader, &ImageLoader::loaded, this, [this](const QImage& image, QSize whole) {
        m_loading = false;
        m_view->setImage(image, whole);
        m_fields[kSize].value->setText(tr("%1 × %2 px").arg(whole.width()).arg(whole.height()));
    });
    connect(&m_loader, &ImageLoader::failed, this, [this](const Error& error) {
        m_loading = false;
        m_view->setImage({});
        m_view->setEmptyText(tr("This image cannot be read"));
        m_problem->setText(widgets::phrased(errorText(error)));
        m_problem->show();
    });
    clear();
}

void ViewerPanel::showSample(const std::shared_ptr<const Project>& project,
                             const std::shared_ptr<const ProblemList>& problems, quint32 sample) {
    const bool same = m_sample == sample && m_project == project;
    m_project = project;
    m_problems = problems;
    m_sample = sample;
    if (!same) {
        m_fields[kSize].value->setText(QStringLiteral("–"));
        m_view->setEmptyText({});
        m_loading = true;
        m_loader.load(project->catalog->absolutePath(project->catalog->samples[sample]));
    }
    fill();
}

void ViewerPanel::clear() {
    m_sample.reset();
    m_project.reset();
    m_problems.reset();
    m_loader.cancel();
    m_loading = false;
    m_view->setImage({});
    retranslate();
}

void ViewerPanel::setParts(std::shared_ptr<const std::vector<dataset::Part>> parts) {
    m_parts = std::move(parts);
    fill();
}

void ViewerPanel::setReview(std::shared_ptr<const Review> review) {
    m_review = std::move(review);
    fill();
}

void ViewerPanel::setPredictions(std::shared_ptr<const runs::CatalogPredictions> predictions) {
    m_predictions = std::move(predictions);
    fill();
}

void ViewerPanel::addFooter(QWidget* footer) {
    m_card->body()->addWidget(footer);
}

void ViewerPanel::fill() {
    m_details->setVisible(m_sample.has_value());
    if (!m_sample) {
        m_view->setEmptyText(tr("Choose an image to look into it"));
        return;
    }
    const dataset::Catalog& catalog = *m_project->catalog;
    const dataset::Sample& sample = catalog.samples[*m_sample];
    const std::filesystem::path path = fromUtf8(sample.path);
    m_title->setText(toQString(path.filename()));
    const auto className = [&](std::int32_t label) {
        return toQString(catalog.classes[static_cast<std::size_t>(label)]);
    };
    const Mark mark = m_review ? m_review->mark(*m_sample) : Mark{};
    m_fields[kClass].value->setText(
        mark.label < 0 ? className(sample.label)
                       : tr("%1 → %2").arg(className(sample.label), className(mark.label)));
    m_fields[kBytes].value->setText(widgets::bytesText(sample.bytes));
    m_fields[kFolder].value->setText(toQString(path.parent_path()));
    const bool isSplit = m_parts && *m_sample < m_parts->size();
    const bool hasPart = isSplit || catalog.hasParts || mark.excluded;
    m_fields[kPart].name->setVisible(hasPart);
    m_fields[kPart].value->setVisible(hasPart);
    const dataset::Part part = isSplit ? (*m_parts)[*m_sample] : sample.part;
    m_fields[kPart].value->setText(mark.excluded                  ? tr("excluded")
                                   : part == dataset::Part::Train ? tr("training")
                                   : part == dataset::Part::Val   ? tr("validation")
                                                                  : tr("test"));
    fillPrediction(mark.label < 0 ? sample.label : mark.label);
    const std::int32_t problem = m_problems->firstOfSample[*m_sample];
    m_problem->setVisible(problem >= 0);
    if (problem >= 0) {
        m_problem->setText(
            widgets::phrased(problemText(m_problems->problems[static_cast<std::size_t>(problem)])));
    }
}

void ViewerPanel::fillPrediction(std::int32_t label) {
    const bool has = m_predictions && m_predictions->has(*m_sample);
    const Field& field = m_fields[kPrediction];
    field.name->setVisible(has);
    m_prediction->setVisible(has);
    if (has) {
        // The sign that the image has in the grid.
        const bool isRight = m_predictions->isRight(*m_sample, label);
        const QIcon sign = widgets::Theme::of(this).icon(
            isRight ? QStringLiteral("check") : QStringLiteral("cross"),
            isRight ? widgets::Token::RightText : widgets::Token::WrongText);
        m_verdict->setPixmap(sign.pixmap(QSize(13, 13), devicePixelRatioF()));
        m_verdict->setAccessibleName(isRight ? tr("right") : tr("wrong"));
        field.value->setText(predictionText(*m_predictions, *m_sample, label));
    }
}

void ViewerPanel::retranslate() {
    m_card->setTitle(tr("Image"));
    m_view->setAccessibleName(tr("Image"));
    m_fields[kClass].name->setText(tr("Class"));
    m_fields[kSize].name->setText(tr("Image size"));
    m_fields[kBytes].name->setText(tr("File size"));
    m_fields[kFolder].name->setText(tr("Folder"));
    m_fields[kPart].name->setText(tr("Part"));
    m_fields[kPrediction].name->setText(tr("Predicted"));
    fill();
}

void ViewerPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    } else if (event->type() == QEvent::PaletteChange && m_sample) {
        fill();  // the sign has the theme's colour
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
