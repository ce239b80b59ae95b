// The layer's first file takes its place.
