import Definitions
import Kit
import Markup
import Notices
import Pages
import RecordEngine

/// Following a record, and what one follows as a way to look at a list.
enum FollowPart {
    static let part = RecordPart(.actions, on: nil) { view in
        let visit = view.visit
        guard Follower.takes(view.record.object), let user = visit.principal.user, visit.principal.role.grant(Follower.object.name).create
        else { return HTML() }
        let list = URLPath(Follower.object.path)
        let number = try Follower.number(view.link, user, visit.records)
        let label = visit.say(number == nil ? Label("Follow", ru: "Следить") : Label("Unfollow", ru: "Не следить"))
        let fields: HTML = """
            <input type="hidden" name="_next" value="\(view.url.text)"><input type="hidden" name="about" value="\(view.link.text)">
            """
        let isPressed: HTML = number == nil ? "false" : "true"
        let button = view.ui.iconButton(.eye, label, attributes: " type=\"submit\" data-key=\"f\" aria-pressed=\"\(isPressed)\"")
        return view.ui.form(number.map { list / $0 / "delete" } ?? list / "new", class: "form-inline", fields + button)
    }

    static let tabs = ["deal", "company", "person", "activity"].map {
        ListTab($0, Label("I follow", ru: "Слежу"), icon: .eye, .filter(Follower.mine, sort: nil))
    }
}
