import Definitions
import Kit
import Storage
import Testing

struct ListFieldTests {
    @Test func `references are kept once each and found by one`() throws {
        let type = ReferencesType(to: "user")
        #expect(try type.json("[12,15,12]") == .references([12, 15]))
        #expect(try type.json("[]") == .empty)
        #expect(try type.read("12; 15, me") == .references([12, 15, 5]))
        #expect(type.store(.references([12, 15]), context()) == [.text("\n12\n15\n")])
        #expect(type.written(.references([12, 15])) == "[12,15]")
        #expect(try type.filter(.contains, .number("12", currency: nil)) == Filter("(x LIKE $1 ESCAPE '\\')", .text("%\n12\n%")))
        #expect(
            try type.filter(.isIn, .word("my_team"))
                == Filter("(x LIKE $1 ESCAPE '\\' OR x LIKE $2 ESCAPE '\\')", .text("%\n5\n%"), .text("%\n6\n%")))
        for wrong in ["[0]", "[-1]", "[\"1\"]", "1", "[1.5]", "[\(Array(1...501).map(String.init).joined(separator: ","))]"] {
            #expect(throws: ValueProblem.self) { try type.json(wrong) }
        }
    }

    @Test func `a link names an object and a record`() throws {
        let link = FieldValue.link(RecordLink(object: "deal", id: 7))
        #expect(try LinkType().json(#"{"object":"deal","id":7}"#) == link)
        #expect(LinkType().store(link, context()) == [.int(7), .text("deal")])
        #expect(LinkType().written(link) == #"{"object":"deal","id":7}"#)
        let one = Filter("((x = $1 AND x1 = $2))", .int(7), .text("deal"))
        #expect(try LinkType().filter(.equals, .string("deal:7")) == one)
        #expect(try LinkType().filter(.equals, .call("deal", 7)) == one)
        #expect(try LinkType().filter(.equals, .word("deal")) == Filter("(x1 = $1)", .text("deal")))
        for wrong in [
            #"{"object":"Deal","id":7}"#, #"{"object":"deal","id":0}"#, #"{"object":"deal"}"#,
            "\"deal:7\"", #"{"object":"deal","id":7,"x":1}"#,
        ] {
            #expect(throws: ValueProblem.self) { try LinkType().json(wrong) }
        }
        #expect(throws: ValueProblem.self) { try LinkType().filter(.equals, .string("deal:x")) }
    }

    @Test func `e-mails stand in one cell and are found whatever their case`() throws {
        #expect(
            try EmailsType().read("a39@Example.org, b394@example.org; a39@example.org")
                == .list(["a39@example.org", "b394@example.org"]))
        #expect(try EmailsType().json(#"["Ivan@Example.ru"]"#) == .list(["Ivan@example.ru"]))
        #expect(EmailsType().store(.list(["a@b.ru"]), context()) == [.text("\na@b.ru\n")])
        #expect(
            try EmailsType().filter(.equals, .string("Ivan@b.ru"))
                == Filter("((' ' || krug_fold(x) || ' ') LIKE $1 ESCAPE '\\')", .text("% ivan@b.ru %")))
        #expect(
            try EmailsType().filter(.contains, .string("a_b"))
                == Filter("((' ' || krug_fold(x) || ' ') LIKE $1 ESCAPE '\\')", .text("%a\\_b%")))
        #expect(throws: ValueProblem.self) { try EmailsType().filter(.equals, .string("a@b.ru c@d.ru")) }
        for wrong in ["[\"нет\"]", "\"a@b.ru\"", "[1]", "[\"a@b.ru\\nx\"]"] { #expect(throws: ValueProblem.self) {
            try EmailsType().json(wrong) }
        }
    }

    @Test func `phones are kept by their digits and found by any part`() throws {
        #expect(try PhonesType().read("8-495-375-19-66 доб. 350 / 74957038863") == .list(["+74953751966;350", "+74957038863"]))
        #expect(try PhonesType().json(#"["+74951234567;ext=350"]"#) == .list(["+74951234567;350"]))
        #expect(PhonesType().written(.list(["+74951234567;350"])) == #"["+74951234567;ext=350"]"#)
        #expect(PhonesType().format(.list(["+74951234567;350"]), context()) == "+7 (495) 123-45-67 доб. 350")
        #expect(PhonesType().searchText(.list(["+74951234567"])) == "74951234567 4951234567")
        #expect(
            try PhonesType().filter(.equals, .string("8 495 123-45-67"))
                == Filter("((x LIKE $1 ESCAPE '\\' OR x LIKE $2 ESCAPE '\\'))", .text("%\n+74951234567\n%"), .text("%\n+74951234567;%")))
        #expect(try PhonesType().filter(.contains, .string("8 (495) 12")) == Filter(
            "((x LIKE $1 ESCAPE '\\' OR x LIKE $2 ESCAPE '\\'))", .text("%849512%"), .text("%749512%")))
        for wrong in ["[\"нет\"]", "[1]", "\"84951234567\""] { #expect(throws: ValueProblem.self) { try PhonesType().json(wrong) } }
    }

    @Test func `a field is declared in a line and knows its Swift type`() {
        let title = Field.text("title", Label("Title", ru: "Название"), required: true)
        let amount = Field.money("amount", Label("Amount", ru: "Сумма"))
        let owner = Field.user("owner", Label("Owner", ru: "Ответственный"))
        let weight = Field.decimal("weight", Label("Weight", ru: "Вес"), digits: 3)
        let phones = Field.phones("phones", Label("Phones", ru: "Телефоны"))
        #expect(title.definition.isRequired)
        #expect(amount.definition.identifiers == ["amount", "amount_currency", "amount_base"])
        #expect(title.definition.identifiers == ["title", "title_fold"])
        #expect(owner.definition.type.target == "user")
        #expect(weight.definition.type.kind == "decimal")
        #expect(phones.definition.type.input == .phone)
    }
}
