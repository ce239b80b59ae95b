import Testing

/// What needs the machine for itself; see the one of the integration tests.
@Suite(.serialized) enum Alone {}
