package ai.a5c.krate.command;

/** Why a line that begins with {@code /krate} asks for nothing. */
public enum Fault {
    UNKNOWN("there is no such command"),
    NOT_PLAIN("it holds something that is not plainly visible or no plain letter, so it may not be what it looks like"),
    NO_ID("behind it stands no id of a question, which looks like approval-0123456789abcdef0123, and nothing else may"),
    NO_COMMIT("behind it must stand a commit, 7 hex digits of it or more, and nothing else"),
    NO_RUN("behind it stands no name of a run, and nothing else may"),
    TOO_MUCH("nothing may stand behind it"),
    TOO_MANY("one comment holds more than %d commands, so none of them counts".formatted(Comment.MAX_COMMANDS));

    private final String sentence;

    Fault(String sentence) {
        this.sentence = sentence;
    }

    /** For people, as the end of a sentence. */
    public String sentence() {
        return sentence;
    }
}
