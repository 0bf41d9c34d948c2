import Foundation
import Logging

/// How many files and connections the system lets this process have at a time.
enum OpenFiles {
    /// What is no connection of a visitor: files that come and go, the library's own.
    private static let others = 200
    /// Readers and the writer of a workspace with their journals, or its connections to PostgreSQL.
    private static let workspace = 20

    /// As many connections as wished, or as are possible once the system's limit is raised as far as it goes.
    static func connections(_ wish: Int, workspaces: Int, _ logger: Logger) -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return wish }
        limit.rlim_cur = limit.rlim_max
        // Where this is refused, the limit of before holds, which is read again.
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return wish }
        let possible = max(Int(clamping: limit.rlim_cur) - others - workspaces * workspace, 1)
        if possible < wish {
            logger.warning(
                "The system allows \(limit.rlim_cur) open files, so \(possible) connections at a time instead of \(wish). Raise LimitNOFILE."
            )
        }
        return min(wish, possible)
    }
}
