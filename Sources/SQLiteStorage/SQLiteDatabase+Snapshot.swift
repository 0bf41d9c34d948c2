import Foundation
public import Kit

extension SQLiteDatabase {
    /// Puts a checked copy beside the file, as it is before something that could go wrong: `krug.before-2026-11-22T08-00-00.krug`
    /// beside `krug.db`. The latest three of a file are kept.
    /// - Returns: the path of the copy.
    public func snapshot(at now: Instant) async throws -> String {
        let stem = (path as NSString).deletingPathExtension + ".before-"
        let moment = String(now.iso.prefix(19)).replacingOccurrences(of: ":", with: "-")
        let copy = "\(stem)\(moment).krug"
        try await backup(to: copy)
        let (folder, start) = ((stem as NSString).deletingLastPathComponent, (stem as NSString).lastPathComponent)
        let copies = try FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)
            .filter { $0.hasPrefix(start) && $0.hasSuffix(".krug") }.sorted()
        // The names begin with the moment, so the oldest come first.
        for old in copies.dropLast(3) { try FileManager.default.removeItem(atPath: (folder as NSString).appendingPathComponent(old)) }
        return copy
    }

    /// The databases that a restore has replaced by this one and that nobody has taken away yet.
    public var replaced: [String] { Replacement.kept(beside: path) }
}
