package ai.a5c.krate.redact;

/** Something in an outside text that readers should know of, and how often. */
public record Finding(Kind kind, int count) {

    /** What can be found. */
    public enum Kind {
        /** Characters that change the direction of the text around them. */
        BIDI_CONTROL,
        /** Characters that nobody sees: zero width, soft hyphens, fillers. */
        ZERO_WIDTH,
        /** Unicode tags outside of a flag. */
        TAG_CHARACTER,
        /** Variation selectors after something that has no variants. */
        VARIATION_SELECTOR,
        /** Escape sequences of terminals. */
        ANSI_ESCAPE,
        /** Other control characters, lone surrogates, separators of lines that are no line ends. */
        CONTROL_CHARACTER,
        /** Comments that a rendered page hides. */
        HTML_COMMENT,
        /** Attributes, alternative texts and titles that a rendered page hides. */
        HIDDEN_TEXT,
        /** Characters written as numbers. */
        NUMERIC_ENTITY,
        /** Content inside a URL. */
        DATA_URL,
        /** Requests to set instructions aside. */
        INSTRUCTION_OVERRIDE,
        /** Mentions in letters of other scripts, or with invisible characters in them. */
        LOOK_ALIKE_MENTION
    }
}
