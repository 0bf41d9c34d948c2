import Definitions
public import Storage

extension Deal {
    /// Whether a table of deals is from before it was kept since when a deal stands where it stands.
    public static func lacksStageSince(_ columns: [String: Set<String>]) -> Bool {
        columns["deal"].map { !$0.contains(stageSince.name) } ?? false
    }

    /// Reads off the past since when each deal stands where it stands.
    public static func fillStageSince(_ tx: any Transaction) throws {
        try tx.execute(
            """
            UPDATE deal SET stage_since = COALESCE((
                SELECT max(b.at) FROM deal_past p JOIN batch b ON b.id = p.ended_by WHERE p.id = deal.id AND p.stage <> deal.stage
            ), created_at)
            """)
    }
}
