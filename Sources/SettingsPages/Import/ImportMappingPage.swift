import Definitions
import Exchange
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Tables
import Tailoring
import Web

/// The page of columns: what each one fills, how the file is written, and what its unknown texts mean.
struct ImportMappingPage {
    let visit: PageVisit
    let run: Import
    let file: ImportFile
    let mapping: ImportMapping
    /// Columns for which fields are to be made.
    var newFields: [ImportNewField] = []
    private var ui: Components { visit.ui }

    func content() throws -> PageContent {
        let check = try ImportCheck(mapping, file, visit.records)
        let title = run.fileName
        let rows = Label("\(visit.number(Int64(file.rows))) rows", ru: "Строк: \(visit.number(Int64(file.rows)))")
        let start = ui.button(
            visit.say(Label("Import", ru: "Импортировать")), .primary, attributes: " type=\"submit\" name=\"action\" value=\"start\"")
        let dry = ui.button(
            visit.say(ImportPreviewPage.title), .secondary, attributes: " type=\"submit\" name=\"action\" value=\"preview\"")
        let again = ui.button(
            visit.say(Label("Check", ru: "Проверить")), .secondary, attributes: " type=\"submit\" name=\"action\" value=\"check\"")
        let back = ui.linkButton(visit.say(Wording.back), URLPath("import"), .plain)
        let form = ui.form(
            URLPath("import") / run.id, class: "stack",
            issues(check) + about + columns + writing + unknown(check) + "<div class=\"form__actions\">\(start)\(dry)\(again)\(back)</div>"
        )
        let html =
            Layout.pageHead(title, count: HTML(text: visit.say(rows))) + ui.steps(ImportListPage.steps.map(visit.say), current: 1)
            + "<div class=\"stack mapping\">\(format)\(form)</div>"
        return PageContent(title, html)
    }

    private func issues(_ check: ImportCheck) -> HTML {
        guard !check.issues.isEmpty else { return HTML() }
        let lines = check.issues.render { "<li>\(visit.say($0.message))</li>" }
        return ui.notice(.bad, "<ul>\(lines)</ul>")
    }

    /// How the file was read; a form of its own, since another way of reading means other columns.
    private var format: HTML {
        let fields: HTML
        switch run.format {
        case .text(let format): fields = lettering(format)
        case .workbook(let sheet):
            guard file.sheets.count > 1 else { return HTML() }
            fields = ui.select(
                FormField("sheet", visit.say(Label("Sheet", ru: "Лист"))), file.sheets.map { Option($0, $0) }, selected: sheet)
        case .cards, .lines: return HTML()
        }
        return ui.form(
            URLPath("import") / run.id / "format", class: "form",
            fields + "<div class=\"form__actions\">\(ui.button(visit.say(Label("Read again", ru: "Прочитать заново"))))</div>"
        )
    }

    private func lettering(_ format: CSVFormat) -> HTML {
        let encodings = TextEncoding.allCases.map { Option($0.rawValue, $0.rawValue) }
        let delimiters = CSVFormat.Delimiter.allCases.map { Option($0.rawValue, visit.say($0.label)) }
        return ui.select(
            FormField("encoding", visit.say(Label("Encoding", ru: "Кодировка"))), encodings, selected: format.encoding.rawValue)
            + ui.select(
                FormField("delimiter", visit.say(Label("Between the cells", ru: "Разделитель"))), delimiters,
                selected: format.delimiter.rawValue)
    }

    private var about: HTML {
        let subjects = ImportMapping.subjects(visit.schema, role: visit.principal.role).map { Option($0.object, visit.say($0.label)) }
        let field = FormField("about", visit.say(Label("The rows are about", ru: "Строки описывают")))
        return "<div class=\"form\">\(ui.select(field, subjects, selected: mapping.subject))</div>"
    }

    private var columns: HTML {
        let targets = mapping.targets(file.header)
        let heads = [Label("In the file", ru: "В файле"), Label("Values", ru: "Значения"), Label("Field", ru: "Поле")].map { visit.say($0) }
        let rows = file.header.enumerated().render { index, name in
            ui.row(
                ui.cell("<strong>\(name)</strong>", label: heads[0])
                    + ui.cell("<span class=\"mapping__sample\">\(sample(index))</span>", label: heads[1])
                    + ui.cell(select(index, name, targets[index]) + newField(index, name), label: heads[2]))
        }
        return ui.table(heads.map { TableColumn($0) }, caption: visit.say(Label("Columns", ru: "Столбцы")), rows: rows)
    }

    private func sample(_ column: Int) -> String {
        let values = file.sample.compactMap { $0.indices.contains(column) ? $0[column].trimmed : nil }.filter { !$0.isEmpty }
        return values.prefix(ImportFile.sampleSize).map { $0.count > 40 ? $0.prefix(40) + "…" : $0 }.joined(separator: " · ")
    }

    private func select(_ index: Int, _ name: String, _ selected: String?) -> HTML {
        let groups = ImportMapping.choices(about: mapping.subject, schema: visit.schema, role: visit.principal.role).render { group in
            let new =
                ImportNewField.mayMake(of: group.object, visit.records)
                ? [Option(ImportNewField.target(group.name), visit.say(Label("New field…", ru: "Новое поле…")))] : []
            let asked = newFields.first { $0.column == index }.map { ImportNewField.target($0.part) }
            let options = ui.options(group.targets.map { Option($0.value, visit.say($0.label)) } + new, selected: asked ?? selected)
            return "<optgroup label=\"\(visit.say(group.part))\">\(options)</optgroup>"
        }
        return """
            <select class="input input--select" name="column-\(index)" aria-label="\(name)">\
            <option value="">\(visit.say(Label("— skip —", ru: "— не переносить —")))</option>\(groups)</select>
            """
    }

    /// What is asked of a field that is to be made for a column.
    private func newField(_ index: Int, _ name: String) -> HTML {
        guard let field = newFields.first(where: { $0.column == index }) else { return HTML() }
        let (label, kind) = (
            visit.say(Label("Name of the new field", ru: "Название нового поля")), visit.say(Label("Its type", ru: "Его тип"))
        )
        let kinds = ui.options(ImportNewField.kinds.map { Option($0.rawValue, visit.say($0.label)) }, selected: field.kind.rawValue)
        let problem: HTML? = field.problem.map { "<span class=\"grid__why\" role=\"alert\">\(visit.say($0))</span>" }
        return """
            <div class="mapping__new"><input class="input" name="label-\(index)" value="\(field.label)" maxlength="100" \
            aria-label="\(label): \(name)"><select class="input input--select" name="kind-\(index)" aria-label="\(kind): \(name)">\
            \(kinds)</select>\(problem)</div>
            """
    }

    private var writing: HTML {
        let dates = [
            Option("day_first", visit.say(Label("day first: 31.12.2026", ru: "сначала день: 31.12.2026"))),
            Option("month_first", visit.say(Label("month first: 12/31/2026", ru: "сначала месяц: 12/31/2026"))),
        ]
        let numbers = [Option("ru", "1 234,56"), Option("en", "1,234.56")]
        let existing = [
            Option("update", visit.say(Label("bring it up to date", ru: "обновить по файлу"))),
            Option("fill", visit.say(Label("fill only what is empty", ru: "заполнить только пустое"))),
            Option("keep", visit.say(Label("leave it", ru: "не менять"))),
        ]
        let modes = [
            Option("upsert", visit.say(Label("new and known records", ru: "и новые, и уже имеющиеся"))),
            Option("create", visit.say(Label("new records only", ru: "только новые"))),
            Option("update", visit.say(Label("known records only", ru: "только уже имеющиеся"))),
        ]
        let currencies = ["RUB", "USD", "EUR"] + Currency.all.map(\.code).filter { !["RUB", "USD", "EUR"].contains($0) }
        let base = visit.context.baseCurrency.code
        return "<div class=\"form\">"
            + [
                ui.select(
                    FormField("dates", visit.say(Label("Dates", ru: "Даты"))), dates,
                    selected: mapping.dateOrder == .dayFirst ? "day_first" : "month_first"),
                ui.select(FormField("numbers", visit.say(Label("Numbers", ru: "Числа"))), numbers, selected: mapping.language.rawValue),
                ui.select(
                    FormField("currency", visit.say(Label("Amounts without a currency", ru: "Суммы без валюты"))),
                    currencies.map { Option($0, $0) },
                    selected: mapping.currency?.code ?? base),
                ui.select(FormField("mode", visit.say(Label("Import", ru: "Загрузить"))), modes, selected: mapping.mode.rawValue),
                ui.select(
                    FormField("key", visit.say(Label("A record is recognised by", ru: "Узнавать запись"))),
                    mapping.keyChoices(visit.schema).map { Option($0.value, visit.say($0.label)) }, selected: mapping.key,
                    empty: visit.say(Label("all that tells it apart", ru: "по всему, что её отличает"))),
                ui.select(
                    FormField("existing", visit.say(Label("What is here already", ru: "Если запись уже есть"))), existing,
                    selected: mapping.existing.rawValue),
                ui.checkbox(FormField("create", visit.say(ImportMappingPage.create)), isOn: mapping.createsMissing),
            ].joined() + "</div>"
    }

    private static let create = Label(
        "Make companies, products and tags that are missing", ru: "Создавать недостающие компании, товары и метки"
    )

    private func unknown(_ check: ImportCheck) -> HTML {
        check.columns.enumerated().render { group, column in
            let heads = [Label("In the file", ru: "В файле"), Label("Means", ru: "Значит")].map { visit.say($0) }
            let rows = column.unknown.enumerated().render { index, unknown in
                let chosen = mapping.meaning(of: unknown.text, for: column.target) ?? unknown.suggestion ?? ""
                let text: HTML = """
                    <strong>\(unknown.text)</strong><input type="hidden" name="text-\(group)-\(index)" value="\(unknown.text)">
                    """
                return ui.row(
                    ui.cell(text, label: heads[0])
                        + ui.cell(meaning("meaning-\(group)-\(index)", unknown.text, chosen, column.known), label: heads[1]))
            }
            let title = visit.say(Label("Unknown in “\(column.column)”", ru: "Не найдено в столбце «\(column.column)»"))
            return """
                <h2 class="form__section">\(title)</h2><input type="hidden" name="target-\(group)" value="\(column.target)">\
                \(ui.table(heads.map { TableColumn($0) }, caption: title, rows: rows))\(more(column.more), if: column.more > 0)
                """
        }
    }

    private func more(_ count: Int) -> HTML {
        let text = Label(
            "And \(count) more. They are made or reported, as chosen above.",
            ru: "И ещё \(count). Они будут созданы или попадут в отчёт, как выбрано выше."
        )
        return "<p class=\"field__help\">\(visit.say(text))</p>"
    }

    private func meaning(_ name: String, _ text: String, _ chosen: String, _ known: [String]) -> HTML {
        guard !known.isEmpty else { return "<input class=\"input\" name=\"\(name)\" value=\"\(chosen)\" aria-label=\"\(text)\">" }
        let options = ui.options(
            known.map { Option($0, $0) }, selected: chosen, empty: visit.say(Label("— as it is —", ru: "— как есть —")))
        return "<select class=\"input input--select\" name=\"\(name)\" aria-label=\"\(text)\">\(options)</select>"
    }
}

extension CSVFormat.Delimiter {
    var label: Label {
        switch self {
        case .semicolon: Label("semicolon ;", ru: "точка с запятой ;")
        case .comma: Label("comma ,", ru: "запятая ,")
        case .tab: Label("tab", ru: "табуляция")
        case .pipe: Label("bar |", ru: "черта |")
        }
    }
}
