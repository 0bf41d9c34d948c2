public import Definitions
public import Kit

/// A sale on its way.
public enum Deal {
    public static let title = Field.text("title", Label("Title", ru: "Название"), required: true, indexed: true, searched: true)
    public static let company = Field.reference("company", Label("Company", ru: "Компания"), to: "company")
    public static let people = Field.references("people", Label("People", ru: "Контакты"), to: "person")
    public static let pipeline = Field.reference("pipeline", Label("Pipeline", ru: "Воронка"), to: "pipeline", onDelete: .restrict, required: true)
    public static let stage = Field.reference("stage", Label("Stage", ru: "Стадия"), to: "stage", onDelete: .restrict, required: true)
    public static let status = Field.choice("status", Label("Status", ru: "Состояние"), choices: Stage.kinds, readOnly: true)
    public static let amount = Field.money("amount", Label("Amount", ru: "Сумма"), indexed: true)
    public static let product = Field.reference("product", Label("Product", ru: "Товар"), to: "product")
    public static let expectedClose = Field.day("expected_close", Label("Expected close", ru: "Ожидаемое закрытие"), indexed: true)
    public static let started = Field.day("started_on", Label("Started", ru: "Начата"), standard: .today)
    public static let closed = Field.day("closed_on", Label("Closed", ru: "Закрыта"), indexed: true)
    public static let owner = Field.user("owner", Label("Owner", ru: "Ответственный"), standard: .me)
    public static let source = Field.text("source", Label("Source", ru: "Источник"))
    public static let lostReason = Field.text("lost_reason", Label("Lost reason", ru: "Причина проигрыша"))
    public static let nextStep = Field<Instant>.nextStep
    /// Since when it stands where it stands.
    public static let stageSince = Field.instant("stage_since", Label("In this stage since", ru: "На этой стадии с"), readOnly: true)
    public static let tags = Field.references("tags", Label("Tags", ru: "Метки"), to: "tag")

    public static let object = ObjectDefinition(
        "deal", path: "deals", Noun(en: ("deal", "deals"), ru: .feminine("сделка", "сделки", "сделок", accusative: "сделку")),
        icon: "handshake", title: "title", owner: "owner", closing: "closed_on", stage: "stage",
        list: ["title", "company", "stage", "amount", "next_step", "expected_close", "owner"],
        indexes: [
            ["stage", "expected_close"], ["stage", "amount"], ["owner", "status", "expected_close"], ["owner", "stage", "expected_close"],
            ["owner", "status", "stage", "amount"], ["stage", "next_step"], ["next_step", "status"], ["stage", "stage_since", "amount"],
        ],
        hasArchive: true,
        pastIndexes: [["stage", "expected_close"], ["owner", "stage", "expected_close"]]
    ) {
        title
        company
        people
        pipeline
        stage
        status
        amount
        product
        expectedClose
        started
        closed
        owner
        source
        lostReason
        nextStep
        stageSince
        tags
    }
}
