import CPostgres
import Kit
import Storage

/// How PostgreSQL's errors are told on.
enum PostgresError {
    /// The unit may succeed when run again from its beginning.
    struct Rerun: Error {
        let cause: any Error
        var isOutdated = false
    }

    static func unusable(_ what: String) -> StorageError {
        StorageError(engine: "PostgreSQL", code: "", message: "can't use \(what)", statement: "")
    }

    static func unreachable(_ message: String) -> StorageError {
        StorageError(engine: "PostgreSQL", code: "08001", message: message, statement: "")
    }

    static func failure(_ result: PostgresResult, _ text: String) -> any Error {
        let state = result.state
        let error = StorageError(engine: "PostgreSQL", code: state, message: result.message, statement: text)
        switch state {
        case "40001", "40P01": return Rerun(cause: Failure.overloaded)
        // Prepared before a change of its table.
        case "0A000" where result.message.contains("cached plan"): return Rerun(cause: error, isOutdated: true)
        case "23505": return Failure.valueTaken
        case "23503", "23001": return Failure.referenceBroken
        case "53100": return Failure.storageFull
        case "57014": return Failure.tookTooLong
        case "55P03", "53300", "53200": return Failure.overloaded
        case "22003": return Failure.figureTooLarge
        case "22021", "22P05": return Failure.unstorableText
        case "57P01", "57P02", "57P03", "25P03": return Failure.databaseAway
        default: return state.hasPrefix("08") ? Failure.databaseAway : error
        }
    }
}
