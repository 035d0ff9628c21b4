// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/forms/param_form.h"

#include <QEvent>
#include <QLabel>
#include <QResizeEvent>
#include <QScrollArea>
#include <QStringList>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <vector>

#include "widgets/forms/form_scroll.h"
#include "widgets/forms/param_row.h"
#include "widgets/theme/theme.h"

namespace minarai::widgets {

struct ParamForm::Parts {
    ParamForm* form = nullptr;
    ParamSchema schema;
    Params values;
    Params baseline;
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
    bool merged = false;  ///< each group's usual and rare settings stand together
    QStringList words;    ///< of the search, in lower case
    enum class Match { None, Group, Meaning, Name };  ///< where the words stand; later says more
    Match shownMatch = Match::None;                   ///< the best that a row has

    [[nodiscard]] ParamRow* row(const QString& name) const;
    void rebuild();
    void addRows(bool advanced);
    void arrange();
    [[nodiscard]] std::vector<ParamRow*> inOrder() const;
    void refresh();
    [[nodiscard]] bool hasShownRows(const Heading& heading) const;
    /// The row with the keyboard, if it was seen in an area of this size.
    void keepInSight(const QSize& before);
    void refreshRow(ParamRow& row);
    void edited(ParamRow& row);
    void finished(ParamRow& row);
    void reset(ParamRow& row, const ParamValue& to);
    [[nodiscard]] const ParamValue& baseOf(const ParamSpec& spec) const;
    void alignLabels();
    void updateValidity();
    [[nodiscard]] bool isShown(const ParamSpec& spec) const;
    [[nodiscard]] Match matchOf(const ParamSpec& spec) const;
    /// Whether the row can be seen at all, apart from the search.
    [[nodiscard]] bool takesPart(const ParamSpec& spec) const;
};

ParamRow* ParamForm::Parts::row(const QString& name) const {
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const ParamRow* candidate) {
        return name == QString::fromStdString(candidate->spec().name);
    });
    return found == rows.end() ? nullptr : *found;
}

bool ParamForm::Parts::isShown(const ParamSpec& spec) const {
    if (!takesPart(spec)) {
        return false;
    }
    return words.isEmpty() ? advancedShown || !spec.advanced
                           : shownMatch != Match::None && matchOf(spec) == shownMatch;
}

bool ParamForm::Parts::takesPart(const ParamSpec& spec) const {
    return !hidden.contains(QString::fromStdString(spec.name)) && schema.applies(spec, values);
}

ParamForm::Parts::Match ParamForm::Parts::matchOf(const ParamSpec& spec) const {
    QString text;
    const auto holdsAll = [&](const QString& addition) {
        text += addition.toLower() + QLatin1Char('\n');
        return std::all_of(words.begin(), words.end(),
                           [&](const QString& word) { return text.contains(word); });
    };
    return holdsAll(QString::fromStdString(spec.name) + QLatin1Char('\n') + paramText(spec.label))
               ? Match::Name
           : holdsAll(paramText(spec.description)) ? Match::Meaning
           : holdsAll(paramText(spec.group))       ? Match::Group
                                                   : Match::None;
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
    merged = false;
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
    arrange();
    refresh();
}

std::vector<ParamRow*> ParamForm::Parts::inOrder() const {
    std::vector<ParamRow*> order = rows;
    if (merged) {
        // A row without a group stays by itself.
        const auto place = [this](const ParamRow* row) {
            return std::find_if(rows.begin(), rows.end(), [row](const ParamRow* other) {
                return other == row ||
                       (!row->spec().group.empty() && other->spec().group == row->spec().group);
            });
        };
        std::stable_sort(order.begin(), order.end(),
                         [&](const ParamRow* a, const ParamRow* b) { return place(a) < place(b); });
    }
    return order;
}

void ParamForm::Parts::arrange() {
    if (merged == !words.isEmpty()) {
        return;
    }
    merged = !words.isEmpty();
    while (QLayoutItem* item = column->takeAt(0)) {
        delete item;  // the widgets are the form's
    }
    QWidget* before = nullptr;
    const auto put = [&](QWidget* field) {
        if (before != nullptr) {
            QWidget::setTabOrder(before, field);
        }
        before = field;
    };
    bool hasMore = false;
    const auto putMore = [&] {
        column->addWidget(more, 0, Qt::AlignLeft);
        put(more);
        hasMore = true;
    };
    for (ParamRow* row : inOrder()) {
        if (row->spec().advanced && !hasMore) {
            putMore();
        }
        for (const Heading& heading : headings) {
            if (!heading.rows.empty() && heading.rows.front() == row) {
                column->addWidget(heading.label);
            }
        }
        column->addWidget(row);
        if (auto* back = row->findChild<QToolButton*>(QString(), Qt::FindDirectChildrenOnly)) {
            put(back);
        }
        put(row->editor()->field());
    }
    if (!hasMore) {
        putMore();
    }
    column->addStretch(1);
}

bool ParamForm::Parts::hasShownRows(const Heading& heading) const {
    const auto isAnyShown = [this](const Heading& each) {
        return std::any_of(each.rows.begin(), each.rows.end(),
                           [this](const ParamRow* row) { return isShown(row->spec()); });
    };
    return merged ? std::any_of(headings.begin(), headings.end(),
                                [&](const Heading& each) {
                                    return each.label->text() == heading.label->text() &&
                                           isAnyShown(each);
                                })
                  : isAnyShown(heading);
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
        QObject::connect(row, &ParamRow::resetRequested, form,
                         [this, row] { reset(*row, baseOf(row->spec())); });
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
    row.setChanged(value != nullptr && *value != baseOf(spec));
    row.setReadOnly(readOnly.contains(QString::fromStdString(spec.name)));
}

void ParamForm::Parts::refresh() {
    // One repaint for all rows that come and go, and the eye sees no intermediate layout.
    form->setUpdatesEnabled(false);
    shownMatch = Match::None;
    for (const ParamRow* row : rows) {
        if (!words.isEmpty() && takesPart(row->spec())) {
            shownMatch = std::max(shownMatch, matchOf(row->spec()));
        }
    }
    bool anyAdvanced = false;
    for (ParamRow* row : rows) {
        refreshRow(*row);
        row->setVisible(isShown(row->spec()));
        anyAdvanced |= row->spec().advanced && takesPart(row->spec());
    }
    QSet<QString> above;
    for (const Heading& heading : headings) {
        const QString title = heading.label->text();
        heading.label->setVisible(hasShownRows(heading) && !(merged && above.contains(title)));
        above.insert(title);
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

const ParamValue& ParamForm::Parts::baseOf(const ParamSpec& spec) const {
    const ParamValue* base = baseline.find(spec.name);
    return base == nullptr ? spec.defaultValue : *base;
}

void ParamForm::Parts::reset(ParamRow& row, const ParamValue& to) {
    const ParamSpec& spec = row.spec();
    const bool changes = *values.find(spec.name) != to;
    values.set(spec.name, to);
    row.editor()->setValue(to);
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

void ParamForm::setBaseline(const Params& values) {
    m_parts->baseline = values;
    m_parts->refresh();
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
    m_parts->arrange();
    m_parts->refresh();
}

int ParamForm::shownCount() const {
    return static_cast<int>(
        std::count_if(m_parts->rows.begin(), m_parts->rows.end(),
                      [this](const ParamRow* row) { return m_parts->isShown(row->spec()); }));
}

bool ParamForm::eventFilter(QObject* watched, QEvent* event) {
    const QEvent::Type type = event->type();
    const QScrollArea* area = scrollAreaAround(*this);
    if (type == QEvent::Resize && area != nullptr && watched == area->viewport()) {
        m_parts->keepInSight(static_cast<QResizeEvent*>(event)->oldSize());
    }
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
    if (const QScrollArea* area = scrollAreaAround(*this)) {
        // Once: where the room changes later, the row with the keyboard stays in sight.
        area->viewport()->removeEventFilter(this);
        area->viewport()->installEventFilter(this);
    }
    scrollTo(*this, *row);
}

void ParamForm::Parts::keepInSight(const QSize& before) {
    const QWidget* viewport = scrollAreaAround(*form)->viewport();
    for (ParamRow* row : rows) {
        const QRect place(row->mapTo(viewport, QPoint()), row->size());
        if (row->editor()->field() == form->window()->focusWidget() &&
            QRect(QPoint(), before).contains(place)) {
            // The area itself takes the new size after this.
            QMetaObject::invokeMethod(
                form,
                [this, name = QString::fromStdString(row->spec().name)] {
                    if (ParamRow* kept = this->row(name)) {
                        scrollTo(*form, *kept);
                    }
                },
                Qt::QueuedConnection);
        }
    }
}

void ParamForm::resetAll() {
    for (ParamRow* row : m_parts->rows) {
        m_parts->reset(*row, row->spec().defaultValue);
    }
}

}  // namespace minarai::widgets
