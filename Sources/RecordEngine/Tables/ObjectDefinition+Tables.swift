package import Definitions
package import Storage

extension ObjectDefinition {
    /// The table that finds records by what a field of many references holds.
    package func links(_ field: FieldDefinition) -> Identifier { Identifier(checked: "\(name)__\(field.identifiers[0].name)") ?? "unnamed" }

    /// What an index over fields is called.
    func index(_ fields: [String], _ kind: String) -> Identifier? { Identifier(checked: "\(name)_\(fields.joined(separator: "_"))\(kind)_idx") }

    /// Whether former versions are listed for whoever reads what is the own: there are indexes that begin with the owner.
    var hasPastOfOwners: Bool { pastIndexes.contains { $0.first == ownerField } }

    /// What a list is sorted by when it is sorted by a reference to this object: its own ascending order (stages), else the title.
    var orderAsTarget: (field: String, column: Identifier, isText: Bool)? {
        guard let field = field(listSort.descending ? titleField : listSort.field), let column = field.type.sortColumn else { return nil }
        return (field.name, field.identifiers[column], field.type.columns[column].kind == .text)
    }
}

extension FieldDefinition {
    /// The column that a list is sorted by.
    var sortIdentifier: Identifier? { type.sortColumn.map { identifiers[$0] } }

    /// A declared index, and one for every reference, by which related lists and deletions look.
    package var wantsIndex: Bool { isIndexed || type.target != nil && !isManyReferences && !isReadOnly }

    /// The columns by which an index finds and orders records: of a link to any record all of them.
    package var indexedIdentifiers: [Identifier] { type.input == .link ? identifiers : sortIdentifier.map { [$0] } ?? [] }
}

