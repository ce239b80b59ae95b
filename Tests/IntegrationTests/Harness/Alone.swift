import Testing

/// What needs the machine for itself: tests that compare all of it before and after, that measure
/// times, or that keep it busy. `scripts/test.sh` finds them by this name, and runs them after all
/// others, one after the other.
@Suite(.serialized) enum Alone {}
