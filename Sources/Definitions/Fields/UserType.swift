/// A user of the workspace: what `me` and `my_team` are compared with.
public func UserType(onDelete deletion: ReferenceType.Deletion = .clear) -> ReferenceType {
    ReferenceType(to: "user", onDelete: deletion)
}
