import Definitions
import Kit
import RecordEngine
import Storage

extension Notices {
    /// Tells all who follow a record, but for some, as `add` would tell each.
    static func tellFollowers(
        of link: RecordLink, _ kind: Notice.Kind, record: Int64?, source: String, by author: Int64, except others: [Int64], in tx: any Transaction
    ) throws {
        let except = ([author] + others).map { "\($0)" as SQL }.joined(separator: ", ")
        try tx.send(
            """
            INSERT INTO notice (user_id, kind, object, record, source, author, at, times)
            SELECT f."user", \(kind.rawValue), \(link.object), \(record ?? 0), \(source), \(author), \(tx.now.milliseconds), 1
            FROM (SELECT DISTINCT "user" FROM follower WHERE about = \(link.id) AND about_object = \(link.object) AND "user" NOT IN (\(except))) f
            WHERE NOT EXISTS (SELECT 1 FROM notice_off o WHERE o.user_id = f."user" AND o.kind = \(kind.rawValue))
            ON CONFLICT (user_id, kind, object, record, source) WHERE read_at IS NULL
            DO UPDATE SET times = notice.times + 1, at = excluded.at, author = excluded.author, snoozed_until = NULL
            """)
    }

    /// Who follows a record.
    static func followers(of link: RecordLink, _ connection: any Connection) throws -> [Int64] {
        try connection.all("SELECT DISTINCT f.\"user\" FROM follower f WHERE f.about = \(link.id) AND f.about_object = \(link.object)") { $0.int(0) }
    }
}
