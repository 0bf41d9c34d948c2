import Jobs
import Web

/// The kinds of work that are done behind the scenes.
enum JobKinds {
    static func all(_ workspace: Workspace) -> [JobKind] { [] }
}
