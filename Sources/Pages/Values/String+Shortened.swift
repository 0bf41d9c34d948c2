extension String {
    /// At most so many characters, with a mark when something was cut off.
    package func shortened(_ length: Int) -> String { count <= length ? self : prefix(length) + "…" }
}
