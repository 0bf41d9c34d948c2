import Kit
public import RecordEngine

public let salesDepartment = Department(
    "sales", Label("Sales", ru: "Продажи"), objects: [Pipeline.object, Stage.object, Product.object, CurrencyRate.object, Deal.object],
    verbs: [Deal.move, Deal.win, Deal.lose, Deal.reopen], preparations: [Deal.preparation, CurrencyRate.preparation],
    consequences: [CurrencyRate.consequence]
)
