package ai.a5c.krate.match;

/** Thrown for text that is no template, or names an unknown field; the message says where and what was meant. */
public final class InvalidTemplateException extends IllegalArgumentException {

    private final int position;

    InvalidTemplateException(String message, int position) {
        super("%s at %d".formatted(message, position));
        this.position = position;
    }

    InvalidTemplateException(String message, int position, String hint) {
        super("%s at %d%s".formatted(message, position, hint));
        this.position = position;
    }

    /** Where it is wrong, counted in characters from 0. */
    public int position() {
        return position;
    }
}
