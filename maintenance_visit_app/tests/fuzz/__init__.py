"""A fuzzer of all that a client can send about visits: bounded, and the same calls again for the same seed."""
