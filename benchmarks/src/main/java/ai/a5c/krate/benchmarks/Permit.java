package ai.a5c.krate.benchmarks;

/**
 * A grant apart from any engine: a stack may use a key, for work on one repository and its release branches.
 *
 * @param kind {@code secret} or {@code config}
 * @param object the name of the secret or ConfigMap
 * @param purpose what for, in Krate's words
 */
record Permit(String name, String stack, String kind, String object, String purpose) {

    static final String KEY = "token";
    static final String REPOSITORIES = "acme/*";

    /** The same for another stack. */
    Permit forStack(String another, String called) {
        return new Permit(called, another, kind, object, purpose);
    }

    /** What is granted, as one word. */
    String thing() {
        return kind + "/" + object + "/" + KEY;
    }
}
