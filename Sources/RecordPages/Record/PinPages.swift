import Composing
import Definitions
import Kit
import Markup
import Pages
import Web

/// Putting an entry of a timeline on top of its record, and letting it go.
enum PinPages {
    static let toggle = Route(.post, "/pins/toggle", .signedIn, for: .people) { visit in
        guard let link = visit.request.item("about").flatMap(RecordLink.init(text:)), let event = visit.request.item("event") else {
            throw Failure.malformed(Label("Say what is to be pinned.", ru: "Укажите, что закрепить."))
        }
        let (_, batch) = try await visit.writeBatch { records, _ in try Pin.toggle(event, of: link, records) }
        return .see(visit.next ?? visit.cameFrom ?? .root, done: batch)
    }
}
