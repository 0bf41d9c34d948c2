import Jobs
package import Kit
package import Markup
package import Pages
import RecordEngine

extension PageVisit {
    /// How far a work is that goes on behind the scenes, and whether nothing goes on now.
    package func workProgress(_ url: URLPath, _ label: Label, _ done: Int, of total: Int) throws -> HTML {
        ui.liveProgress(
            url, label: say(label), done: done, of: total, detail: "\(number(Int64(done))) / \(number(Int64(total)))",
            notice: try JobQueue.heldSince(in: records.connection).map { ui.notice(.warning, HTML(text: say(held($0)))) } ?? HTML())
    }

    private func held(_ since: Instant) -> Label {
        let moment = moment(since)
        let what = Label(
            "All works of this workspace are held since \(moment), as after the restore of a backup; this one waits.",
            ru: "С \(moment) все фоновые работы пространства придержаны, как после восстановления из копии; эта ждёт.")
        guard principal.role.administers else { return what }
        return Label(
            "\(what.en) Whoever runs Krug lets them go on by the command krug release.",
            ru: "\(what.ru) Их отпускает команда krug release на сервере.")
    }
}
