import Kit
import Markup
public import Pages
public import RecordEngine

/// Under what names and numbers companies and we ourselves sign and pay, and the banks.
public let requisitesDepartment = Department(
    "requisites", Label("Requisites", ru: "Реквизиты"), objects: [Bank.object, RequisiteSet.object, BankAccount.object],
    verbs: [RequisitesVerbs.add, RequisitesVerbs.complete], preparations: [RequisiteSet.preparation, BankAccount.preparation],
    consequences: [RequisiteSet.consequence, BankAccount.consequence]
)

/// What requisites add to the pages.
public let requisitesPages = DepartmentPages(
    tabs: [
        ListTab("requisite_set", Label("All", ru: "Все"), icon: .list, .filter("", sort: nil)),
        ListTab("bank", Label("All", ru: "Все"), icon: .list, .filter("", sort: nil)),
        ListTab("bank", Label("Load the directory", ru: "Загрузить справочник"), icon: .upload, .page(URLPath("banks", "import"))),
        ListTab("requisite_set", Label("Our own", ru: "Наши"), icon: .building, .filter("company is empty", sort: nil)),
    ],
    offers: [
        VerbOffer("import", on: "bank", done: Label("The directory of banks is loaded", ru: "Справочник банков загружен")),
        VerbOffer("paste_requisites", on: "company", done: Label("Requisites added", ru: "Реквизиты добавлены")),
        VerbOffer("paste", on: "requisite_set", done: Label("Requisites completed", ru: "Реквизиты дополнены")),
    ],
    aids: RequisitesAid.all
)
