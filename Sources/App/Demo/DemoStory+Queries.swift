import Kit
import Storage

extension DemoStory {
    /// The journal's time never goes back, so what the workspace began with happened before the story.
    static func backdate(to moment: Instant, _ tx: any Transaction) throws {
        try tx.execute("UPDATE batch SET at = \(moment.milliseconds) WHERE at > \(moment.milliseconds)")
    }
}
