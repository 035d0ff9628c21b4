// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/composer_inspector.h"

#include <QEvent>
#include <QKeyEvent>
#include <QVBoxLayout>
#include <algorithm>

#include "spec/graph.h"
#include "spec/op.h"
#include "studio/session/composer_picture.h"
#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"
#include "zoo/pretrained.h"

namespace minarai::studio {

namespace {

constexpr int kLabelWidth = 104;
constexpr const char* kAxes[] = {"channels", "height", "width"};

const ParamSchema& inputSchema() {
    static const ParamSchema schema({
        integerParam(kAxes[0], MN_TEXT("Param", "Channels"), 3)
            .atLeast(1)
            .atMost(4096)
            .about(MN_TEXT("Param", "3 for colour, 1 for grey.")),
        integerParam(kAxes[1], MN_TEXT("Param", "Height"), 224).atLeast(1).atMost(65536).in("px"),
        integerParam(kAxes[2], MN_TEXT("Param", "Width"), 224).atLeast(1).atMost(65536).in("px"),
    });
    return schema;
}

QString count(std::int64_t number) {
    return widgets::countText(static_cast<std::uint64_t>(std::max<std::int64_t>(number, 0)));
}

/// "(37 + 2·0 − 1·(3−1) − 1)/1 + 1 = 35" for the height, as the textbooks write it.
QString windowFormula(const spec::Node& node, const spec::NodeDiagnosis& known) {
    const auto kernel = node.params.integers("kernel_size");
    if (kernel.empty() || known.inputs.empty() || known.inputs[0].size() != 3 ||
        known.output.size() != 3 || node.params.has("output_padding") ||
        node.params.flag("ceil_mode")) {
        return {};
    }
    const auto first = [&](const char* name, std::int64_t fallback) {
        const auto values = node.params.integers(name);
        return values.empty() ? fallback : values.front();
    };
    return QStringLiteral("⌊(%1 + 2·%2 − %3·(%4−1) − 1)/%5⌋ + 1 = %6")
        .arg(known.inputs[0][1])
        .arg(first("padding", 0))
        .arg(first("dilation", 1))
        .arg(kernel.front())
        .arg(first("stride", kernel.front()))
        .arg(known.output[1]);
}

}  // namespace

ComposerInspector::ComposerInspector(ComposerDocument& document, QWidget* parent)
    : QWidget(parent),
      m_document(document),
      m_card(new widgets::Card),
      m_name(new QLineEdit),
      m_nameProblem(new QLabel),
      m_about(new QLabel),
      m_scroll(new QScrollArea),
      m_form(new widgets::ParamForm),
      m_problem(new QLabel),
      m_facts(new QLabel),
      m_toggle(new QPushButton),
      m_totalCard(new widgets::Card),
      m_totals(new QLabel) {
    setMinimumWidth(256);
    m_form->setLabelWidth(kLabelWidth);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(widgets::kGap);
    layout->addWidget(m_card, 1);
    layout->addWidget(m_totalCard);
    m_name->setAccessibleName(tr("Name"));
    m_name->setObjectName(QStringLiteral("layerName"));
    m_name->setAcceptDrops(false);
    m_name->installEventFilter(this);
    m_scroll->setWidget(m_form);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_form->setAutoFillBackground(false);
    for (QLabel* label : {m_nameProblem, m_about, m_problem, m_facts, m_totals}) {
        label->setWordWrap(true);
    }
    widgets::setRole(m_nameProblem, "error");
    widgets::setRole(m_about, "secondary");
    widgets::setRole(m_problem, "error");
    widgets::setRole(m_facts, "secondary");
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_problem->setObjectName(QStringLiteral("layerProblem"));
    m_facts->setObjectName(QStringLiteral("layerFacts"));
    m_totals->setObjectName(QStringLiteral("modelTotals"));
    QVBoxLayout* body = m_card->body();
    body->addWidget(m_name);
    body->addWidget(m_nameProblem);
    body->addWidget(m_about);
    body->addWidget(m_problem);
    body->addWidget(m_scroll, 1);
    body->addWidget(m_facts);
    body->addWidget(m_toggle);
    body->addStretch(0);
    m_totalCard->body()->addWidget(m_totals);
    connect(m_form, &widgets::ParamForm::valueChanged, this, &ComposerInspector::takeValue);
    connect(m_name, &QLineEdit::editingFinished, this, &ComposerInspector::takeName);
    connect(m_toggle, &QPushButton::clicked, this, [this] { Q_EMIT toggleWanted(m_key); });
    connect(&document, &ComposerDocument::changed, this, &ComposerInspector::refresh);
    connect(&document, &ComposerDocument::examined, this, &ComposerInspector::refresh);
    showKey({});
}

void ComposerInspector::showKey(const QString& key) {
    m_key = key;
    m_nameProblem->hide();
    refresh();
}

void ComposerInspector::rebuildForm() {
    QString wanted;
    const spec::Op* op = nullptr;
    if (m_subject == Subject::Layer) {
        const spec::Node* node = m_document.draft().find(m_key.toStdString());
        op = spec::findOp(node->op);
        wanted = op == nullptr ? QString() : toQString(node->op);
    } else if (m_subject == Subject::Input) {
        wanted = m_key;
    }
    if (wanted == m_formOf) {
        return;
    }
    m_formOf = wanted;
    m_form->setSchema(op != nullptr      ? op->schema()
                      : wanted.isEmpty() ? ParamSchema()
                                         : inputSchema(),
                      {});
    for (auto* line : m_form->findChildren<QLineEdit*>()) {
        line->setAcceptDrops(false);
    }
    for (const ParamSpec& spec : m_form->schema().specs()) {
        if (QWidget* field = m_form->editor(QString::fromStdString(spec.name))) {
            field->installEventFilter(this);
        }
    }
}

QString ComposerInspector::nameText() const {
    switch (m_subject) {
        case Subject::Layer:
            return m_key;
        case Subject::Group:
            return toQString(spec::groupName(m_key.toStdString()));
        default:
            return toQString(m_document.draft().name);
    }
}

void ComposerInspector::refresh() {
    const std::string key = m_key.toStdString();
    const spec::Node* node = m_document.draft().find(key);
    if (key == spec::kInputKey) {
        m_subject = Subject::Input;
    } else if (key == spec::kOutputKey) {
        m_subject = Subject::Output;
    } else if (!spec::groupName(key).empty() &&
               m_document.outline().find(key) != spec::OutlineItem::kTop) {
        m_subject = Subject::Group;
    } else {
        m_subject = node != nullptr ? Subject::Layer : Subject::Model;
    }
    rebuildForm();
    Params values;
    QString problem;
    QString facts;
    QString about;
    switch (m_subject) {
        case Subject::Model:
            m_card->setTitle(tr("Model"));
            about =
                tr("Choose a layer to edit it. Drag layers from the left onto a wire to put them "
                   "in, or press / to find one.");
            problem = problemSentence(m_document.diagnosis().modelProblem);
            break;
        case Subject::Input:
            m_card->setTitle(tr("Input"));
            about =
                tr("The picture that comes in. The size in force when training is the "
                   "recipe's; this is the one the shapes are shown for.");
            for (std::size_t axis = 0; axis < 3; ++axis) {
                values.set(kAxes[axis], m_document.draft().input[axis]);
            }
            problem = problemSentence(m_document.diagnosis().modelProblem);
            break;
        case Subject::Output:
            m_card->setTitle(tr("Output"));
            about =
                tr("One number for each class. When training starts, the last layer gets as "
                   "many as the folder has classes.");
            problem = problemSentence(m_document.diagnosis().outputProblem);
            break;
        case Subject::Layer: {
            m_card->setTitle(toQString(node->op));
            values = node->params;
            const spec::Op* op = spec::findOp(node->op);
            about = op == nullptr ? QString() : coreText("Op", std::string(op->about()));
            if (const spec::NodeDiagnosis* known = m_document.of(key)) {
                problem = problemSentence(known->problem);
            }
            facts = layerFacts();
            break;
        }
        case Subject::Group:
            m_card->setTitle(tr("Block"));
            facts = groupFacts();
            break;
    }
    // What is being typed is left alone unless the value is another one.
    const Params shown = m_form->values();
    const bool differs =
        std::any_of(values.entries().begin(), values.entries().end(), [&](const auto& entry) {
            const ParamValue* value = shown.find(entry.first);
            return value != nullptr && *value != entry.second;
        });
    if (differs) {
        m_form->setValues(values);
    }
    const bool named =
        m_subject == Subject::Layer || m_subject == Subject::Group || m_subject == Subject::Model;
    m_name->setVisible(named);
    m_name->setPlaceholderText(m_subject == Subject::Model ? tr("Name of the model") : QString());
    if (!m_name->hasFocus() || !m_name->isModified()) {
        m_name->setText(nameText());
    }
    m_scroll->setVisible(!m_formOf.isEmpty());
    m_about->setText(widgets::phrased(about));
    m_about->setVisible(!about.isEmpty());
    m_problem->setText(widgets::phrased(problem));
    m_problem->setVisible(!problem.isEmpty());
    m_facts->setText(facts);
    m_facts->setVisible(!facts.isEmpty());
    m_toggle->setVisible(m_subject == Subject::Group);
    const bool isCollapsed = m_document.collapsed().contains(spec::groupName(key));
    m_toggle->setText(isCollapsed ? tr("Open the block") : tr("Collapse the block"));
    refreshTotals();
}

QString ComposerInspector::layerFacts() const {
    const spec::NodeDiagnosis* known = m_document.of(m_key.toStdString());
    const spec::Node* node = m_document.draft().find(m_key.toStdString());
    if (known == nullptr || node == nullptr) {
        return {};
    }
    QStringList lines;
    QStringList inputs;
    for (const spec::Shape& shape : known->inputs) {
        inputs << (shape.empty() ? QStringLiteral("?") : toQString(spec::shapeText(shape)));
    }
    if (!known->output.empty()) {
        lines << QStringLiteral("%1 → <b>%2</b>")
                     .arg(inputs.join(QStringLiteral(", ")),
                          toQString(spec::shapeText(known->output)));
        if (const QString formula = windowFormula(*node, *known); !formula.isEmpty()) {
            lines << formula;
        }
        lines << tr("%1 parameters · %2 multiply-adds")
                     .arg(count(known->parameters),
                          widgets::magnitudeText(static_cast<double>(known->macs)));
    } else if (known->state == spec::NodeState::Waiting) {
        lines << widgets::phrased(
            tr("Its input is not known yet: a layer before it has a problem."));
    }
    if (known->field) {
        lines << widgets::phrased(tr("Each place sees %1 × %2 pixels of the input.")
                                      .arg(known->field->height)
                                      .arg(known->field->width));
    }
    return lines.join(QStringLiteral("<br>"));
}

std::vector<std::string> ComposerInspector::groupIds() const {
    return m_document.idsOf({m_key.toStdString()});
}

QString ComposerInspector::groupFacts() const {
    std::int64_t parameters = 0;
    std::int64_t macs = 0;
    const auto ids = groupIds();
    const spec::NodeIndex index = spec::indexNodes(m_document.draft());
    const auto& known = m_document.diagnosis().nodes;
    for (const std::string& id : ids) {
        if (const std::size_t at = index.at(id); at < known.size()) {
            parameters += known[at].parameters;
            macs += known[at].macs;
        }
    }
    QStringList lines{tr("%n layers", nullptr, static_cast<int>(ids.size()))};
    const spec::Shape output = m_document.shapeOf(m_document.exitOf(m_key.toStdString()));
    if (!output.empty()) {
        lines << QStringLiteral("→ <b>%1</b>").arg(toQString(spec::shapeText(output)));
    }
    lines << tr("%1 parameters · %2 multiply-adds")
                 .arg(count(parameters), widgets::magnitudeText(static_cast<double>(macs)));
    return lines.join(QStringLiteral("<br>"));
}

void ComposerInspector::refreshTotals() {
    const spec::Diagnosis& known = m_document.diagnosis();
    const auto& input = m_document.draft().input;
    QString text =
        tr("%1 layers<br>%2 parameters<br>%3 multiply-adds per image, at %6<br>%4 as a file<br>%5 "
           "of layer outputs per image")
            .arg(count(static_cast<std::int64_t>(m_document.draft().nodes.size())),
                 QStringLiteral("<b>%1</b>").arg(count(known.parameters)),
                 widgets::magnitudeText(static_cast<double>(known.macs)),
                 widgets::bytesText(static_cast<std::uint64_t>(known.parameterBytes)),
                 widgets::bytesText(static_cast<std::uint64_t>(known.activationBytes)),
                 toQString(spec::shapeText({input.begin(), input.end()})));
    if (const std::string& origin = m_document.draft().origin; !origin.empty()) {
        text += QStringLiteral("<br>") +
                widgets::phrased((zoo::defaultPretrained(origin) != nullptr
                                      ? tr("from %1, with its published weights")
                                      : tr("from %1"))
                                     .arg(toQString(origin).toHtmlEscaped()));
    }
    m_totals->setText(text);
    m_totals->setToolTip(
        zoo::defaultPretrained(m_document.draft().origin) != nullptr
            ? tr("The Train page offers the published weights: layers that fit by name and shape "
                 "begin with them, the others at random.")
            : QString());
    m_totalCard->setTitle(tr("Whole model"));
    m_totalCard->setVisible(!m_document.draft().nodes.empty());
}

void ComposerInspector::takeValue(const QString& name) {
    const ParamValue* value = nullptr;
    const Params values = m_form->values();
    value = values.find(name.toStdString());
    if (value == nullptr) {
        return;
    }
    if (m_subject == Subject::Input) {
        const auto* axis = std::find(std::begin(kAxes), std::end(kAxes), name.toStdString());
        if (axis != std::end(kAxes)) {
            m_document.setInput(static_cast<std::size_t>(axis - std::begin(kAxes)),
                                values.integer(name.toStdString()));
        }
    } else if (m_subject == Subject::Layer) {
        m_document.setParam(m_key.toStdString(), name.toStdString(), *value);
    }
}

void ComposerInspector::takeName() {
    const QString text = m_name->text().trimmed();
    m_name->setModified(false);
    if (text == nameText()) {
        m_nameProblem->hide();
        return;
    }
    if (m_subject == Subject::Model) {
        m_document.setName(text.toStdString());
        return;
    }
    const bool isGroup = m_subject == Subject::Group;
    const Status status = m_document.rename(m_key.toStdString(), text.toStdString());
    if (!status) {
        m_nameProblem->setText(errorText(status.error()));
        m_nameProblem->show();
        m_name->setText(nameText());
        return;
    }
    m_nameProblem->hide();
    m_key = isGroup ? text + QLatin1Char('/') : text;
    Q_EMIT renamed(m_key);
}

void ComposerInspector::focusForm() {
    for (const ParamSpec& spec : m_form->schema().specs()) {
        const QString name = QString::fromStdString(spec.name);
        if (!m_formOf.isEmpty() && !spec.advanced) {
            m_form->focusName(name);
            if (auto* line = qobject_cast<QLineEdit*>(m_form->editor(name))) {
                line->selectAll();
            }
            return;
        }
    }
    if (m_name->isVisible()) {
        focusName();
    }
}

void ComposerInspector::focusName() {
    if (m_name->isVisible()) {
        m_name->setFocus(Qt::OtherFocusReason);
        m_name->selectAll();
    }
}

bool ComposerInspector::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        if (watched == m_name) {
            m_name->setText(nameText());
        }
        Q_EMIT left();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void ComposerInspector::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        m_formOf = QStringLiteral("-");  // the form takes its words when it is built
        m_name->setAccessibleName(tr("Name"));
        refresh();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
