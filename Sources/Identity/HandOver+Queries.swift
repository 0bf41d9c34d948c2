public import Storage

extension IdentityModule {
    /// When all users of a workspace give way to others: nobody can sign in any more but whoever did this, under another number.
    public static func handOver(from before: Int64?, to after: Int64?, in tx: any Transaction) throws {
        let hash = try before.flatMap { try Credentials.hash(of: $0, in: tx) }
        for table in ["credential", "session", "token", "invitation", "setup_code"] as [Identifier] { try tx.execute("DELETE FROM \(table)") }
        if let hash, let after { try Credentials.set(hash, for: after, in: tx) }
    }
}
