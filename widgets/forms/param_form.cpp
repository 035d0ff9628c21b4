// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/forms/param_form.h"

#include <QCoreApplication>
#include <QEvent>
#include <QLabel>
#include <QScrollArea>
#include <QStringList>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <vector>

#include "widgets/forms/param_row.h"
#include "widgets/theme/theme.h"

namespace minarai::widgets {

struct ParamForm::Parts {
    ParamForm* form = nullptr;
    ParamSchema schema;
    Params values;
    QVBoxLayout* column = nullptr;
    QToolButton* more = nullptr;
    std::vector<ParamRow*> rows;
    struct Heading {
        QLabel* label;
        std::vector<ParamRow*> rows;
        bool advanced;
    };
    std::vector<Heading> headings;
    QSet<QString> readOnly;
    QSet<QString> hidden;
    int labelWidth = 0;
    bool advancedShown = false;
    bool slidersShown = false;
    bool valid = true;
    QStringList words;  ///< of the search, in lower case

    [[nodiscard]] ParamRow* row(const QString& name) const;
    void rebuild();
    void addRows(bool advanced);
    void refresh();
    void refreshRow(ParamRow& row);
    void edited(ParamRow& row);
    void finished(ParamRow& row);
    void reset(ParamRow& row);
    void alignLabels();
    void updateValidity();
    [[nodiscard]] bool isShown(const ParamSpec& spec) const;
    [[nodiscard]] bool isFound(const ParamSpec& spec) const;
};

ParamRow* ParamForm::Parts::row(const QString& name) const {
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const ParamRow* candidate) {
        return name == QString::fromStdString(candidate->spec().name);
    });
    return found == rows.end() ? nullptr : *found;
}

bool ParamForm::Parts::isShown(const ParamSpec& spec) const {
    if (hidden.contains(QString::fromStdString(spec.name)) || !schema.applies(spec, values)) {
        return false;
    }
    return words.isEmpty() ? advancedShown || !spec.advanced : isFound(spec);
}

bool ParamForm::Parts::isFound(const ParamSpec& spec) const {
    const QString text = (QString::fromStdString(spec.name) + QLatin1Char('\n') +
                          paramText(spec.label) + QLatin1Char('\n') + paramText(spec.description) +
                          QLatin1Char('\n') + paramText(spec.group))
                             .toLower();
    return std::all_of(words.begin(), words.end(),
                       [&](const QString& word) { return text.contains(word); });
}

void ParamForm::Parts::rebuild() {
    while (QLayoutItem* item = column->takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    rows.clear();
    headings.clear();
    addRows(false);
    more = textButton(QString(), form);
    more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    more->setIconSize(QSize(12, 12));
    column->addWidget(more, 0, Qt::AlignLeft);
    QObject::connect(more, &QToolButton::clicked, form,
                     [this] { form->setAdvancedShown(!advancedShown); });
    addRows(true);
    column->addStretch(1);
    alignLabels();
    refresh();
}

void ParamForm::Parts::addRows(bool advanced) {
    std::string group;
    for (const ParamSpec& spec : schema.specs()) {
        if (spec.advanced != advanced) {
            continue;
        }
        if (spec.group != group) {
            group = spec.group;
            auto* label = new QLabel(paramText(group), form);
            setRole(label, "label");
            label->setContentsMargins(8, 6, 0, 0);
            column->addWidget(label);
            headings.push_back({label, {}, advanced});
        }
        auto* row = new ParamRow(spec, form, slidersShown);
        column->addWidget(row);
        rows.push_back(row);
        if (!group.empty()) {
            headings.back().rows.push_back(row);
        }
        row->installEventFilter(form);
        row->editor()->field()->installEventFilter(form);
        QObject::connect(row->editor(), &ParamEditor::edited, form, [this, row] { edited(*row); });
        QObject::connect(row->editor(), &ParamEditor::finished, form,
                         [this, row] { finished(*row); });
        QObject::connect(row, &ParamRow::resetRequested, form, [this, row] { reset(*row); });
    }
}

void ParamForm::Parts::alignLabels() {
    int width = labelWidth;
    if (width <= 0) {
        for (const ParamRow* row : rows) {
            width = std::max(width, row->labelWidthHint());
        }
        width = std::min(width, 180);
    }
    for (ParamRow* row : rows) {
        row->setLabelWidth(width);
    }
}

void ParamForm::Parts::refreshRow(ParamRow& row) {
    const ParamSpec& spec = row.spec();
    const ParamValue* value = values.find(spec.name);
    row.setChanged(value != nullptr && *value != spec.defaultValue);
    row.setReadOnly(readOnly.contains(QString::fromStdString(spec.name)));
}

void ParamForm::Parts::refresh() {
    // One repaint for all rows that come and go, and the eye sees no intermediate layout.
    form->setUpdatesEnabled(false);
    bool anyAdvanced = false;
    for (ParamRow* row : rows) {
        refreshRow(*row);
        row->setVisible(isShown(row->spec()));
        anyAdvanced |= row->spec().advanced &&
                       !hidden.contains(QString::fromStdString(row->spec().name)) &&
                       schema.applies(row->spec(), values);
    }
    QString above;
    for (const Heading& heading : headings) {
        const bool hasRows =
            std::any_of(heading.rows.begin(), heading.rows.end(),
                        [this](const ParamRow* row) { return isShown(row->spec()); });
        // A search may bring the usual and the rare settings of one group together.
        const bool isRepeated = !words.isEmpty() && heading.label->text() == above;
        heading.label->setVisible(hasRows && !isRepeated);
        above = hasRows ? heading.label->text() : above;
    }
    if (more != nullptr) {
        more->setVisible(anyAdvanced && words.isEmpty());
        more->setText(advancedShown ? ParamForm::tr("Fewer settings")
                                    : ParamForm::tr("More settings"));
        more->setIcon(Theme::of(form).icon(advancedShown ? QStringLiteral("chevron-down")
                                                         : QStringLiteral("chevron-right")));
    }
    form->setUpdatesEnabled(true);
}

void ParamForm::Parts::edited(ParamRow& row) {
    const std::string name = row.spec().name;
    const ParamValue before = *values.find(name);
    const Status stored = schema.setText(values, name, row.editor()->text().toStdString());
    row.setError(stored ? QString() : paramErrorText(row.spec(), stored.error()));
    updateValidity();
    if (stored && *values.find(name) != before) {
        refresh();
        Q_EMIT form->valueChanged(QString::fromStdString(name));
    }
}

void ParamForm::Parts::finished(ParamRow& row) {
    // "1e-3" becomes "0.001"; an invalid text stays, with its message, to be corrected.
    if (row.error().isEmpty()) {
        row.editor()->setValue(*values.find(row.spec().name));
    }
}

void ParamForm::Parts::reset(ParamRow& row) {
    const ParamSpec& spec = row.spec();
    const bool changes = *values.find(spec.name) != spec.defaultValue;
    values.set(spec.name, spec.defaultValue);
    row.editor()->setValue(spec.defaultValue);
    row.setError({});
    updateValidity();
    refresh();
    if (changes) {
        Q_EMIT form->valueChanged(QString::fromStdString(spec.name));
    }
}

void ParamForm::Parts::updateValidity() {
    const bool now = form->isValid();
    if (now != valid) {
        valid = now;
        Q_EMIT form->validityChanged(now);
    }
}

ParamForm::ParamForm(QWidget* parent) : QWidget(parent), m_parts(std::make_unique<Parts>()) {
    m_parts->form = this;
    m_parts->column = new QVBoxLayout(this);
    m_parts->column->setContentsMargins(0, 0, 0, 0);
    m_parts->column->setSpacing(kGrid);
}

ParamForm::~ParamForm() {
    // A field that loses the keyboard while it is deleted has nobody to tell any more.
    for (ParamRow* row : m_parts->rows) {
        row->disconnect(this);
        row->editor()->disconnect(this);
    }
}

void ParamForm::setSchema(const ParamSchema& schema, const Params& values) {
    m_parts->schema = schema;
    m_parts->values = schema.defaults();
    m_parts->rebuild();
    setValues(values);
}

const ParamSchema& ParamForm::schema() const {
    return m_parts->schema;
}

Params ParamForm::values() const {
    return m_parts->values;
}

void ParamForm::setValues(const Params& values) {
    for (const auto& [name, value] : values.entries()) {
        // What this schema does not know belongs to somebody else's form.
        if (m_parts->schema.find(name) != nullptr) {
            static_cast<void>(m_parts->schema.set(m_parts->values, name, value));
        }
    }
    for (ParamRow* row : m_parts->rows) {
        row->setError({});
        row->editor()->setValue(*m_parts->values.find(row->spec().name));
    }
    m_parts->refresh();
    m_parts->updateValidity();
}

Status ParamForm::setValue(const QString& name, const ParamValue& value) {
    MN_TRY(m_parts->schema.set(m_parts->values, name.toStdString(), value));
    if (ParamRow* row = m_parts->row(name)) {
        row->setError({});
        row->editor()->setValue(*m_parts->values.find(row->spec().name));
    }
    m_parts->refresh();
    m_parts->updateValidity();
    return {};
}

bool ParamForm::isValid() const {
    // A row that does not apply cannot be seen, so its text cannot be corrected either.
    return std::none_of(m_parts->rows.begin(), m_parts->rows.end(), [this](const ParamRow* row) {
        return !row->error().isEmpty() && m_parts->schema.applies(row->spec(), m_parts->values);
    });
}

QString ParamForm::errorText(const QString& name) const {
    const ParamRow* row = m_parts->row(name);
    return row == nullptr ? QString() : row->error();
}

void ParamForm::setReadOnlyNames(const QSet<QString>& names) {
    m_parts->readOnly = names;
    m_parts->refresh();
}

void ParamForm::setHiddenNames(const QSet<QString>& names) {
    m_parts->hidden = names;
    m_parts->refresh();
}

void ParamForm::setAdvancedShown(bool shown) {
    m_parts->advancedShown = shown;
    m_parts->refresh();
}

bool ParamForm::isAdvancedShown() const {
    return m_parts->advancedShown;
}

void ParamForm::setSlidersShown(bool shown) {
    m_parts->slidersShown = shown;
}

void ParamForm::setSearch(const QString& text) {
    m_parts->words = text.toLower().simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    m_parts->refresh();
}

int ParamForm::shownCount() const {
    return static_cast<int>(
        std::count_if(m_parts->rows.begin(), m_parts->rows.end(),
                      [this](const ParamRow* row) { return m_parts->isShown(row->spec()); }));
}

bool ParamForm::eventFilter(QObject* watched, QEvent* event) {
    const QEvent::Type type = event->type();
    const bool comes = type == QEvent::Enter || type == QEvent::FocusIn;
    if (comes || type == QEvent::Leave || type == QEvent::FocusOut) {
        for (const ParamRow* row : m_parts->rows) {
            if (watched == row || watched == row->editor()->field()) {
                Q_EMIT nameLookedAt(comes ? QString::fromStdString(row->spec().name) : QString());
            }
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ParamForm::setLabelWidth(int width) {
    m_parts->labelWidth = width;
    m_parts->alignLabels();
}

QWidget* ParamForm::editor(const QString& name) const {
    const ParamRow* row = m_parts->row(name);
    return row == nullptr ? nullptr : row->editor()->field();
}

void ParamForm::focusName(const QString& name) {
    ParamRow* row = m_parts->row(name);
    if (row == nullptr) {
        return;
    }
    if (row->spec().advanced && m_parts->words.isEmpty()) {
        setAdvancedShown(true);
    }
    row->editor()->field()->setFocus(Qt::OtherFocusReason);
    for (QWidget* above = parentWidget(); above != nullptr; above = above->parentWidget()) {
        if (auto* area = qobject_cast<QScrollArea*>(above)) {
            area->ensureWidgetVisible(row);
            return;
        }
    }
}

void ParamForm::resetAll() {
    for (ParamRow* row : m_parts->rows) {
        m_parts->reset(*row);
    }
}

namespace {

/// A reason that core gives as a whole sentence has a translation; a name or number has none.
QString argumentText(const std::string& argument) {
    if (argument.empty()) {
        return {};
    }
    for (const char* context : {"Error", "Weights"}) {
        QString text = QCoreApplication::translate(context, argument.c_str());
        if (text != QString::fromStdString(argument)) {
            return text;
        }
    }
    return QString::fromStdString(argument);
}

}  // namespace

QString errorSentence(const Error& error) {
    const std::string english(errorTemplate(error.code));
    const QString text = QCoreApplication::translate("Error", english.c_str());
    QString sentence;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool placeholder =
            text[i] == QLatin1Char('%') && i + 1 < text.size() && text[i + 1].isDigit();
        if (!placeholder) {
            sentence += text[i];
            continue;
        }
        // By hand: an argument may itself contain "%2", which QString::arg would fill again.
        const auto index = static_cast<std::size_t>(text[i + 1].digitValue());
        if (index >= 1 && index <= error.args.size()) {
            sentence += argumentText(error.args[index - 1]);
        }
        ++i;
    }
    return sentence;
}

}  // namespace minarai::widgets
