public import Definitions
public import Kit

/// Something we sell.
public enum Product {
    public static let title = Field.text("title", Label("Name", ru: "Название"), required: true, indexed: true, searched: true)
    public static let code = Field.text("code", Label("Code", ru: "Артикул"), searched: true)
    public static let series = Field.text("series", Label("Series", ru: "Серия"))
    public static let price = Field.money("price", Label("Price", ru: "Цена"))
    public static let isActive = Field.boolean("is_active", Label("On sale", ru: "Продаётся"), standard: .value(.boolean(true)))

    public static let object = ObjectDefinition(
        "product", path: "products", Noun(en: ("product", "products"), ru: .masculine("товар", "товары", "товаров", genitive: "товара")),
        icon: "package", title: "title", list: ["title", "code", "series", "price", "is_active"], sort: ("title", false),
        related: [RelatedList("deal", by: "product")], hasArchive: true
    ) {
        title
        code
        series
        price
        isActive
    }
}
