package ai.a5c.krate.redact;

/** A text without line breaks, their indentation and invisible characters, and where each character stood. */
final class Squeezed {

    private final char[] characters;
    private final int[] places;
    private int length;

    private Squeezed(int capacity) {
        characters = new char[capacity];
        places = new int[capacity];
    }

    static Squeezed of(String text) {
        Squeezed squeezed = new Squeezed(text.length());
        boolean lineStart = false;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            boolean lineBreak = character == '\n' || character == '\r';
            boolean indentation = lineStart && (character == ' ' || character == '\t');
            if (!lineBreak && !indentation && !(character > '~' && isInvisible(character))) {
                squeezed.characters[squeezed.length] = character;
                squeezed.places[squeezed.length++] = i;
            }
            lineStart = lineBreak || indentation;
        }
        return squeezed;
    }

    char[] characters() {
        return characters;
    }

    int length() {
        return length;
    }

    /** Where the character at {@code index} stood. */
    int place(int index) {
        return places[index];
    }

    @Override
    public String toString() {
        return new String(characters, 0, length);
    }

    private static boolean isInvisible(char character) {
        return character <= '\u009f'
                || character == '\u00ad'
                || character == '\u034f'
                || (character >= '\u200b' && character <= '\u200f')
                || (character >= '\u2028' && character <= '\u202e')
                || (character >= '\u2060' && character <= '\u206f')
                || (character >= '\ufe00' && character <= '\ufe0f')
                || character == '\ufeff';
    }
}
