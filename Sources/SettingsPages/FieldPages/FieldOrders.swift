import Definitions
import Kit
import Pages
import RecordEngine
import RecordPages
import Tailoring
import Web

/// What is done to a custom field from the list of fields.
enum FieldOrders {
    /// One place up or down among the fields of its object.
    @Sendable static func move(_ visit: Visit) async throws -> WebResponse {
        let id = try visit.recordID
        let isUp = visit.form.first("way") == "up"
        let (field, batch) = try await visit.writeBatch { records, _ in
            let field = try records.record(CustomField.object.name, id)
            var order = try records.customFields(of: field[CustomField.subject] ?? "")
            if let place = order.firstIndex(where: { $0.id == id }) {
                let other = isUp ? place - 1 : place + 1
                if order.indices.contains(other) { order.swapAt(place, other) }
            }
            for (index, each) in order.enumerated() where each[CustomField.position] != Int64(index + 1) {
                try records.set(each) { $0[CustomField.position] = Int64(index + 1) }
            }
            return field
        }
        return .see(FieldListPage.url(field[CustomField.subject]), done: batch)
    }

    /// Out of sight, or back.
    @Sendable static func hide(_ visit: Visit) async throws -> WebResponse {
        let id = try visit.recordID
        let isHidden = visit.form.first("hidden") == "1"
        let (field, batch) = try await visit.writeBatch { records, _ in
            try records.set(try records.record(CustomField.object.name, id)) { $0[CustomField.isHidden] = isHidden }
        }
        return .see(FieldListPage.url(field[CustomField.subject]), done: batch)
    }
}
