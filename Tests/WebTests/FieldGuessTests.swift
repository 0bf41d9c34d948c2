import Definitions
import Kit
import Tailoring
import Testing

struct FieldGuessTests {
    @Test(arguments: [
        (["да", "нет"], "boolean"), (["1", "25", "-3"], "integer"), (["0012", "0513"], "text"), (["1,5", "2"], "decimal"),
        (["31.12.2025", "01.02.2026"], "day"),
        (["10 %", "7,5 %"], "percent"), (["1 000 RUB", "20 USD"], "money"), (["a@krug.test", "b@krug.test; c@krug.test"], "emails"),
        (["https://krug.test"], "url"), (["+7 495 111-22-33"], "phones"), (["красный", "синий"], "choice"),
        ([String(repeating: "слово ", count: 40)], "long_text"),
        ([], "text"),
    ])
    func `the values of a column show the type of its field`(_ texts: [String], kind: String) {
        let zone = WorkspaceZone(identifier: "UTC", firstWeekday: 1) { _ in 0 }
        let context = ValueContext(language: .ru, now: Instant(milliseconds: 0), zone: zone, baseCurrency: .rub, country: "RU")
        #expect(CustomFieldKind.guessed(texts, of: texts.count * 4, context).rawValue == kind)
    }
}
