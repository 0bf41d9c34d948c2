import Files
import Foundation

/// The words in a PDF document, as poppler's `pdftotext` finds them. A document that is made to burst ends at the limits and has none.
public struct PDFText: Sendable {
    private let program: String
    /// Of the processor; the clock may run four times as long.
    private let seconds: Int
    private static let pages = 300
    private static let memory = 512 << 10, output = 4 << 20

    /// The program of this machine; nil when it is not installed.
    public static let installed = PDFText(in: ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin")

    /// What to tell whoever runs a server without it.
    public static let missing = "pdftotext (package poppler-utils) is not installed: the words in PDF documents are not searched"

    public init?(in path: String, seconds: Int = 10) {
        let places = path.split(separator: ":").map { "\($0)/pdftotext" }
        guard let program = places.first(where: FileManager.default.isExecutableFile) else { return nil }
        self.program = program
        self.seconds = seconds
    }

    /// - Returns: nothing for a document that can't be read within the limits.
    func words(of file: FileSource) async throws -> String {
        try file.rewind()
        let text = try FileSource.temporary()
        // A shell sets the limits, since they must hold before the first byte of the document is looked at.
        let limits = "ulimit -t \(seconds); ulimit -v \(PDFText.memory); ulimit -f \(PDFText.output / 512); ulimit -c 0"
        let reading = "exec timeout -s KILL \(seconds * 4) \"$0\" -q -enc UTF-8 -nopgbrk -l \(PDFText.pages) /dev/stdin -"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "\(limits); \(reading)", program]
        process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
        process.standardInput = file.handle
        process.standardOutput = text.handle
        process.standardError = FileHandle.nullDevice
        guard try await PDFText.end(of: process) == 0 else { return "" }
        try text.rewind()
        return String(decoding: try text.read(PDFText.output), as: UTF8.self)
    }

    private static func end(of process: Process) async throws -> Int32 {
        try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationReason == .exit ? $0.terminationStatus : -1) }
            do {
                try process.run()
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }
}
