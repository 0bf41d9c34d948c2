import Kit
public import Storage

/// Lets a program send the same order twice and have it carried out once: the answer is kept in the transaction of the effect.
public enum Idempotency {
    /// One order, as the one who gives it names it.
    public struct Order: Sendable {
        let key: String
        let user: Int64
        let route: String
        let digest: String

        /// - Parameter key: what the sender calls the order, up to 255 characters.
        /// - Parameter route: what is to be done: method and path.
        /// - Throws: `Failure.malformed` for a key of another length.
        public init(key: String, user: Int64, route: String, body: [UInt8]) throws {
            guard (1...255).contains(key.utf8.count) else {
                throw Failure.malformed(
                    Label("An idempotency key has 1 to 255 characters.", ru: "Ключ идемпотентности — от 1 до 255 символов.")
                )
            }
            self.key = key
            self.user = user
            self.route = route
            digest = Secret.digest(body)
        }
    }

    /// What was answered to an order.
    public struct Answer: Sendable, Equatable {
        public let status: Int
        /// Whatever goes before the body, in the writer's own form.
        public let head: String
        public let body: String

        public init(status: Int, head: String, body: String) {
            self.status = status
            self.head = head
            self.body = body
        }
    }

    static let keptSeconds: Int64 = 48 * 3600

    /// Call first in the transaction of the effect. Nil: the order is new, carry it out and `store` the answer in the same transaction.
    /// Otherwise nothing is to be done but to give this answer. An order under way on another server is waited for.
    /// - Throws: `Failure.invalid` when the key was used for another order.
    public static func replay(_ order: Order, in tx: any Transaction) throws -> Answer? {
        if try claim(order, tx) { return nil }
        guard let known = try find(order, tx) else { throw underWay }
        guard known.route == order.route, known.digest == order.digest else {
            throw Failure.invalid(
                "Idempotency-Key", Label("This key was used for another request.", ru: "Этот ключ уже использован для другого запроса.")
            )
        }
        guard let answer = known.answer else { throw underWay }
        return answer
    }

    private static let underWay = Failure.conflict(
        Label("The same request is under way.", ru: "Такой же запрос уже выполняется.")
    )
}
