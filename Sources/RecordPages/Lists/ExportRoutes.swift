import Definitions
import Exchange
import Kit
import Pages
import RecordEngine
import Tables
import Web

/// `/{objects}/export.xlsx`: a list as a file, with the filter, order and columns of its address.
struct ExportRoutes {
    let object: ObjectDefinition
    let frame: PageFrame

    var all: [Route] {
        ExportFormat.allCases.filter { $0.fits(object) }.map { format in
            Route(.get, "/\(object.path)/export.\(format.rawValue)", .signedIn, for: .people) { visit in
                try await ExportAnswer.make(object, format, visit) { records, caller in
                    let state = ListState(records.current(object), frame.pageVisit(visit, records, caller))
                    return Query(
                        object.name, filter: try Filter(state.filter), search: state.search.isEmpty ? nil : state.search, sort: state.order,
                        columns: state.paths(caller.principal.role)
                    )
                }
            }
        }
    }
}
