import Foundation

/// Where the files lie: beside the program, or above it while it runs out of a build folder.
struct AssetFolders {
    let own: String?
    let fetched: String?

    init() {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments.first ?? ""
        var above: [String] = []
        var folder = URL(fileURLWithPath: program).deletingLastPathComponent()
        while folder.path != "/", above.count < 8 {
            above.append(folder.path)
            folder.deleteLastPathComponent()
        }
        let working = FileManager.default.currentDirectoryPath
        own = AssetFolders.first(above.map { $0 + "/krug_Web.resources/Assets" } + [working + "/Sources/Web/Assets"])
        fetched = AssetFolders.first(above.map { $0 + "/.assets" } + [working + "/.assets"])
    }

    private static func first(_ candidates: [String]) -> String? { candidates.first(where: FileManager.default.fileExists) }
}
