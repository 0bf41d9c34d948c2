import Kit
import Storage
import TestSupport
import Testing

struct SearchTests {
    static let people: [(Int64, String)] = [
        (1, "Иван Петров"), (2, "Мария Иванова"), (3, "Семён Ёлкин"), (4, "O'Brien & Sons \"Best\" 50%_off"),
        (5, "ООО «Ромашка» ivan@example.com +7 916 123-45-67"), (6, "Divan"),
    ]

    /// What is typed, whom it finds anywhere, whom it finds where words begin.
    static let questions: [(String, [Int64], [Int64])] = [
        ("иван", [1, 2], [1, 2]), ("ВАНО", [2], []), ("ива пет", [1], [1]), ("пет ива", [1], [1]),
        ("и", [1, 2], [1, 2]), ("Ив", [1, 2], [1, 2]), ("ва", [], []), ("ёл", [3], [3]), ("елкин", [3], [3]), ("СЕМЕН", [3], [3]),
        ("ро", [5], [5]), ("ромашка", [5], [5]), ("ivan", [5, 6], [5]), ("example.com", [5], []),
        ("123-45", [5], [5]), ("45-67", [5], []),
        ("best", [4], [4]), ("\"best\"", [4], [4]), ("50%", [4], [4]), ("0%_off", [], []), ("o'br", [4], [4]),
        ("best OR иван", [], []), ("NOT best", [], []), ("best*", [4], [4]), ("text : best", [], []), ("best) OR (1", [], []),
        ("NEAR(best sons)", [], []), ("%", [], []), ("_", [], []), ("\\", [], []), ("", [], []), ("  ", [], []), ("x'y\"z", [], []),
    ]

    @Test func `a part of a telephone number is looked for by its digits, a short number and a text are not`() {
        #expect(SearchText.readings("8 (495) 123-45", country: "RU") == ["849512345", "749512345"])
        #expect(SearchText.readings("84951", country: "RU") == ["84951", "74951"])
        #expect(SearchText.readings("123-45", country: "RU") == ["123-45", "12345"])
        for text in ["812", "8841", "тел. 84951", "12345", ""] { #expect(SearchText.readings(text, country: "RU") == [text]) }
    }

    @Test(arguments: StorageEngine.allCases)
    func `search finds parts of words and never reads syntax`(engine: StorageEngine) async throws {
        try await engine.withPeople { db in
            for (text, inside, atStart) in Self.questions {
                try await #expect(db.found(text) == inside, "\(text)")
                try await #expect(db.found(text, atStart: true) == atStart, "\(text) at the start")
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the index follows a changed text and forgets a removed one`(engine: StorageEngine) async throws {
        try await engine.withPeople { db in
            let (d, person) = (db.dialect, Identifier("person"))
            try await db.write { tx in
                for sql in d.updateSearch(person, id: 1, from: "Иван Петров", to: "Пётр Сидоров") { tx.beforeCommit(sql) }
                for sql in d.updateSearch(person, id: 2, from: "Мария Иванова", to: "") { tx.beforeCommit(sql) }
            }
            try await #expect(db.found("иван") == [])
            try await #expect(db.found("петр") == [1])
            #expect(d.updateSearch(person, id: 1, from: "Пётр  Сидоров", to: "пётр сидоров").isEmpty)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the text of a unit that fails is not found`(engine: StorageEngine) async throws {
        try await engine.withPeople { db in
            let d = db.dialect
            await #expect(throws: Failure.notFound) {
                try await db.write { tx in
                    let person = Identifier("person")
                    for sql in d.updateSearch(person, id: 9, from: "", to: "Никодим") { tx.beforeCommit(sql) }
                    throw Failure.notFound
                }
            }
            try await #expect(db.found("никодим") == [])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the newest hits come first, however old they are, and within a rule`(engine: StorageEngine) async throws {
        try await engine.withPeople { db in
            let (d, person) = (db.dialect, Identifier("person"))
            try await db.write { tx in
                for id in Int64(7)...2_600 {
                    let name = id % 1_000 == 0 ? "Ivanova \(id)" : "Nobody \(id)"
                    try tx.execute("INSERT INTO person (id, name) VALUES (\(id), \(name))")
                    for sql in d.updateSearch(person, id: id, from: "", to: name) { tx.beforeCommit(sql) }
                }
            }
            func newest(_ text: String, atStart: Bool = false, where rule: SQL? = nil, limit: Int) async throws -> [Int64] {
                try await db.read { try $0.all(d.newestHits(person, text: text, atStart: atStart, where: rule, limit: limit)) { $0.int(0) } }
            }
            try await #expect(newest("ivan", limit: 2) == [2_000, 1_000])
            try await #expect(newest("ivan", limit: 10) == [2_000, 1_000, 6, 5])
            try await #expect(newest("ivan", atStart: true, limit: 10) == [2_000, 1_000, 5])
            try await #expect(newest("ivan", where: "t.name <> 'Ivanova 2000' AND t.id <> 6", limit: 10) == [1_000, 5])
            try await #expect(newest("ivan", where: "1 = 0", limit: 10) == [])
            try await #expect(newest("nobody", limit: 3) == [2_600, 2_599, 2_598])
            try await #expect(newest("nobody 7", limit: 3) == [799, 798, 797])
            try await #expect(newest("absent", limit: 3) == [])
        }
    }

    @Test func `while nobody writes, the parts of a search index are brought together`() async throws {
        try await StorageEngine.sqlite.withPeople { db in
            let (d, person) = (db.dialect, Identifier("person"))
            for id in Int64(1_000)...1_040 {
                try await db.write { tx in
                    for sql in d.updateSearch(person, id: id, from: "", to: "Nikodim \(id)") { tx.beforeCommit(sql) }
                }
            }
            func parts() async throws -> Int64? {
                try await db.read { try $0.first("SELECT count(DISTINCT segid) FROM person_search_idx") { $0.int(0) } }
            }
            var left = 200_000
            while try await parts() ?? 0 > 4, left > 0 { left -= 1 }
            try await #expect(parts() ?? 0 <= 4)
            let hits = d.newestHits(person, text: "nikodim", atStart: true, where: nil, limit: 100)
            try await #expect(db.read { try $0.all(hits) { $0.int(0) } } == Array((Int64(1_000)...1_040).reversed()))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the engine folds as we do`(engine: StorageEngine) async throws {
        try await engine.withDatabase { db in
            let d = db.dialect
            for text in ["  ЁЛКА\t и\u{A0}Ёж ", "Éclair", "ЇЖАК Ґанок", "E\u{301}", "со\u{AD}вет\u{200B}", "ÄÖÜ ß №5", ""] {
                let folded = try await db.read { try $0.first("SELECT \(d.folded("\(text)"))") { $0.text(0) } }
                #expect(folded == text.folded)
            }
        }
    }
}

extension StorageEngine {
    fileprivate func withPeople(_ body: (any Database) async throws -> Void) async throws {
        try await withDatabase { db in
            let (d, person) = (db.dialect, Identifier("person"))
            try await db.write { tx in
                try tx.execute("CREATE TABLE person (id \(d.sequentialID), name \(d.type(.text)))")
                for sql in d.createSearch(person) { try tx.execute(sql) }
                for (id, name) in SearchTests.people {
                    try tx.execute("INSERT INTO person (id, name) VALUES (\(id), \(name))")
                    for sql in d.updateSearch(person, id: id, from: "", to: name) { tx.beforeCommit(sql) }
                }
            }
            try await body(db)
        }
    }
}

extension Database {
    fileprivate func found(_ text: String, atStart: Bool = false) async throws -> [Int64] {
        let person = Identifier("person")
        let hits = dialect.searchHits(person, text: text, atStart: atStart)
        return try await read { try $0.all("SELECT id FROM person WHERE id IN (\(hits)) ORDER BY id") { $0.int(0) } }
    }
}
