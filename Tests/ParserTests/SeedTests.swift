import Foundation
import Kit
import Testing

@Suite struct SeedTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Seeds")

    @Test(arguments: Parser.all.map { $0.name }) func `each parser reads its seeds, and them cut off and with a byte changed, or says why not`(
        name: String
    ) throws {
        let parser = try #require(Parser.all.first(where: { $0.name == name }))
        let seeds = try FileManager.default.contentsOfDirectory(at: Self.folder.appending(path: name), includingPropertiesForKeys: nil)
        var read = 0
        for seed in seeds.sorted(by: { $0.path < $1.path }) {
            let bytes = [UInt8](try Data(contentsOf: seed))
            if Self.isRead(bytes, parser) { read += 1 }
            for place in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 16)) {
                _ = Self.isRead(Array(bytes[..<place]), parser)
                var changed = bytes
                changed[place] ^= 0x55
                _ = Self.isRead(changed, parser)
            }
        }
        #expect(read > 0, "no seed of \(name) is one that it can read")
    }

    /// What a parser throws must be for a person.
    private static func isRead(_ bytes: [UInt8], _ parser: Parser) -> Bool {
        do {
            try parser.read(bytes)
            return true
        } catch {
            #expect(Parser.isForPeople(error), "\(parser.name): \(error)")
            return false
        }
    }
}
