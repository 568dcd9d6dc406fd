package ai.a5c.krate.gitea;

/**
 * What a check of a forge found.
 *
 * @param check what was looked at, in two or three words
 * @param said what was found, for people
 * @param remedy what to do about it; empty where there is nothing to do
 */
public record Finding(String check, Grade grade, String said, String remedy) {

    /** How good it is. */
    public enum Grade {
        GOOD,
        /** It works, but not all of it, or not for long. */
        DOUBTFUL,
        BAD
    }

    static Finding good(String check, String said) {
        return new Finding(check, Grade.GOOD, said, "");
    }

    static Finding doubtful(String check, String said, String remedy) {
        return new Finding(check, Grade.DOUBTFUL, said, remedy);
    }

    static Finding bad(String check, String said, String remedy) {
        return new Finding(check, Grade.BAD, said, remedy);
    }

    /** Whether something does not work. */
    public boolean isBad() {
        return grade == Grade.BAD;
    }
}
