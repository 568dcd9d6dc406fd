package ai.a5c.krate.engine.attempt;

/** Why Krate itself ends an agent at work: a limit that was passed, a breaker that opened; in a stable code and for people. */
record Stop(String code, String message) {}
