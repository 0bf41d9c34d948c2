import Duplicates
import Foundation
import Kit
import People
import RecordEngine
import Storage
import Web

/// A client base that can be trusted: the same list in the past, and doubles.
struct Base {
    let stand: Stand
    let table: Table

    func run() async throws {
        for person in stand.people { try await past(person) }
        try await typing()
        try await sets()
    }

    /// The floor is the same list as it is now.
    private func past(_ person: Stand.Person) async throws {
        let stand = stand
        let address = "/api/deals?filter=stage%3D\(stand.stage)&sort=expected_close&fields=title,company,stage,amount,expected_close,owner"
        let present = stand.request(address, person)
        for days in [1, 30, 365] {
            let moment = stand.workspace.clock.now().adding(seconds: Int64(-days) * 86_400)
            let then = stand.request("\(address)&as_of=\(moment.iso)", person)
            try await table.measure("list of 50, \(days) days back, \(person.name)", clients: 1, floor: { _ in try await stand.answer(present) }) { _ in
                try await stand.answer(then)
            }
        }
    }

    /// Half of what is typed is known.
    private func typing() async throws {
        let stand = stand
        let asked = (0..<1_000).map { number in
            let (name, known) = ("Typed Somebody", String(number * 7 % 10_000).padded(7))
            let phone = number % 2 == 0 ? "+7495\(known)" : "+7812\(known)"
            return "{\"name\":\"\(name)\",\"phones\":[\"\(phone)\"],\"emails\":[\"p\(number)@example.com\"],\"city\":\"Москва\"}"
        }
        try await table.measure("whom somebody typed would double", clients: 1) { number in
            try await stand.answer(stand.request("/api/people/duplicates/check", stand.people[0], .post, body: asked[number % 1_000]))
        }
    }

    /// All sets of the whole base, page by page.
    private func sets() async throws {
        guard table.shows("all duplicate sets") else { return }
        let (workspace, clock) = (stand.workspace, ContinuousClock())
        let start = clock.now
        var (count, pages, place): (Int, Int, DuplicatePlace?) = (0, 0, .start)
        while let from = place {
            let page = try await workspace.database.read { connection in
                try Records(workspace.engine, connection, .system(), now: workspace.clock.now()).duplicateSets(Person.object, after: from, limit: 200)
            }
            (count, pages, place) = (count + page.sets.count, pages + 1, page.next)
        }
        let seconds = (clock.now - start) / .seconds(1)
        print("all duplicate sets: \(count) sets in \(pages) pages".padding(50) + String(format: "%.2f s", seconds))
    }
}
