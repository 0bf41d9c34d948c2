// The side of bin/fuzz: libFuzzer calls this with what it makes up. Compiled only there.
import Glibc

private let chosen: Parser = {
    let name = getenv("KRUG_PARSER").map { String(cString: $0) } ?? ""
    guard let parser = (Parser.all + planted).first(where: { $0.name == name }) else {
        print("There is no parser “\(name)”.")
        exit(64)
    }
    return parser
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let start = processorTime
    do {
        try chosen.read(Array(UnsafeBufferPointer(start: data, count: count)))
    } catch {
        if !Parser.isForPeople(error) { fatalError("not for a person: \(error)") }
    }
    let spent = processorTime - start
    if spent > mostSeconds { fatalError("too slow: \(spent) seconds of the processor") }
    return 0
}

/// How long one input may keep the processor. What others do meanwhile does not count, as it would by the clock on the wall.
private let mostSeconds = 2.0

private var processorTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// What was read where nothing is. Public, for otherwise the compiler leaves the reading out: nobody wants to know.
nonisolated(unsafe) public var stray: UInt8 = 0

/// Faults planted on purpose, to be found before a silence is believed: one that Swift sees, one that only the sanitizer does, and one that takes
/// too long.
private let planted = [
    Parser("planted-trap") { if $0.starts(with: [75, 82, 85, 71]) { _ = $0[$0.count] } },
    Parser("planted-read") { bytes in
        guard bytes.starts(with: [75, 82, 85]) else { return }
        bytes.withUnsafeBufferPointer { if let start = $0.baseAddress { stray = start[bytes.count] } }
    },
    Parser("planted-slow") { bytes in
        guard bytes.starts(with: [75, 82]) else { return }
        let start = processorTime
        while processorTime - start < mostSeconds + 0.1 {}
    },
]
