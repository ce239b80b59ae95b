/// The fields of the generated types, for checks and patches on values that are not read into them.
public struct Schema: Sendable {}
