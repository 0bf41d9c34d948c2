import App
import Filters
import Foundation
import Kit
import Logging
import Sales
import Storage
import Web

/// The hot paths one after the other, a few times each, on the same data at the same moment, for `bin/counts`, which counts the
/// instructions between the marks.
struct Counts {
    let folder: String

    static let size = 100
    /// Thursday, 26 November 2026, 12:00 UTC.
    private static let clock = Clock { Instant(milliseconds: 1_795_694_400_000) }

    func run() async throws {
        var configuration = Configuration(place: .folder(folder))
        // With several it would be chance which of them has met a statement before.
        configuration.readers = 1
        let logger = Logger(label: "counts") { _ in SwiftLogNoOpLogHandler() }
        let program = try await Program.start(configuration, clock: Counts.clock, logger: logger)
        let stand = try await Stand(program, size: Counts.size)
        let person = stand.people[0]
        // Once as a page and once by the API, since that one was there is noted then.
        for target in ["/", "/api/me"] { try await stand.answer(stand.request(target, person)) }
        try await Counts.rest()
        let list = "filter=stage%3D\(stand.stage)&sort=expected_close"
        for (name, target) in [
            ("list page", "/deals?\(list)"), ("list JSON", "/api/deals?\(list)&fields=title,company,stage,amount,expected_close,owner"),
            ("record page", "/deals/77"), ("record JSON", "/api/deals/77"), ("board", "/deals/board"), ("home", "/"),
            ("search", "/api/search?q=deal%2012"), ("figures by stage", "/api/deals/aggregate?group=stage&measures=count(),sum(amount)"),
            ("form", "/deals/new"), ("token", "/api/me"),
        ] {
            let request = stand.request(target, person)
            try await count(name, times: name == "board" ? 1 : 4) { _ in try await stand.answer(request) }
        }
        try await count("filter") { number in
            for _ in 0..<50 {
                _ = try Filter("amount >= \(number) USD and company.city = \"Москва\" and (expected_close in this_month or not owner = me)")
            }
        }
        try await count("change", writes: true) { number in
            try await stand.change(number % 2 == 0 ? 91 : 92, "{\"title\":\"Changed \(number)\"}")
        }
        let importing = ImportRow(stand: stand, table: Table(seconds: 0, only: nil), salt: 0)
        try await count("import", times: 1, writes: true) { number in _ = try await importing.bring("counted \(number)", post: "Buyer") }
        await program.store.close()
    }

    /// Once to make what is kept, then between marks.
    private func count(_ name: String, times: Int = 4, writes: Bool = false, _ work: @Sendable (Int) async throws -> Void) async throws {
        try await work(0)
        if writes { try await Counts.rest() }
        mark()
        for number in 1...times { try await work(number) }
        mark()
        if writes { try await Counts.rest() }
        print(name)
    }

    /// What the writer does behind its answers shall fall into nobody's count: waits until the program has stood still twice, as it has not
    /// while it only waits for its turn on a busy machine.
    private static func rest() async throws {
        var (still, before) = (0, processorTime())
        while still < 2 {
            try await Task.sleep(for: .milliseconds(500))
            let now = processorTime()
            still = now - before < 10_000 ? still + 1 : 0
            before = now
        }
    }
}

/// What this program has used, in microseconds.
private func processorTime() -> Int { clock() }

/// A place that callgrind knows by its name.
@_silgen_name("krug_mark") @inline(never)
func mark() {}
