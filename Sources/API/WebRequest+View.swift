import Definitions
import Kit
import RecordEngine
import Views
import Web

extension WebRequest {
    /// What a program asks for through a saved view: `view=12` stands for its filter, order and fields, unless the request has its own.
    func seen(of object: ObjectDefinition, _ records: Records) throws -> WebRequest {
        guard let text = item("view") else { return self }
        let unknown = Failure.malformed(
            Label("“view” is the number of a saved view of these records.", ru: "«view» — номер сохранённого представления этих записей."))
        guard let id = Int64(text), let view = try? records.present.record(SavedView.object.name, id),
            view[SavedView.subject] == object.name
        else { throw unknown }
        var request = self
        for (name, value) in [("filter", view[SavedView.filter]), ("sort", view[SavedView.sort]), ("fields", view[SavedView.columns])] {
            guard let value, !query.contains(where: { $0.name == name }) else { continue }
            request.query.append((name, name == "fields" ? SavedView.names(value).map(\.text).joined(separator: ",") : value))
        }
        return request
    }
}
