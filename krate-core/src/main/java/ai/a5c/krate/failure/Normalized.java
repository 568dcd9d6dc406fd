package ai.a5c.krate.failure;

/** Text in which is made equal what differs between two builds that failed of the same thing; read once from left to right. */
final class Normalized {

    private static final String DELIMITERS = " \t'\"`()[]{}<>=,;|";
    private static final String END_MARKS = ".:!?";

    private final String text;
    private final StringBuilder kept = new StringBuilder();
    private final boolean name;
    private String before = "";

    private Normalized(String text, boolean name) {
        this.text = text;
        this.name = name;
    }

    /** A tool's message. */
    static String text(String text) {
        return new Normalized(text, false).normalize();
    }

    /** The name of a test or task, whose numbers tell it from others. */
    static String name(String text) {
        return new Normalized(text, true).normalize();
    }

    /** The file's name of a path. */
    static String path(String path) {
        return Word.fileName(path);
    }

    private String normalize() {
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && DELIMITERS.indexOf(text.charAt(end)) < 0) {
                end++;
            }
            word(text.substring(at, end));
            if (end < text.length()) {
                char delimiter = text.charAt(end);
                space(delimiter);
                before = delimiter == ' ' ? before : "";
            }
            at = end + 1;
        }
        return kept.toString().strip();
    }

    private void space(char delimiter) {
        boolean blank = delimiter == ' ' || delimiter == '\t';
        if (!blank) {
            kept.append(delimiter);
        } else if (kept.length() > 0 && kept.charAt(kept.length() - 1) != ' ') {
            kept.append(' ');
        }
    }

    private void word(String whole) {
        int end = whole.length();
        while (end > 0 && END_MARKS.indexOf(whole.charAt(end - 1)) >= 0) {
            end--;
        }
        if (end > 0) {
            String word = whole.substring(0, end);
            boolean same = name ? !Word.isPath(word) : Word.isCode(before, word);
            kept.append(same ? word : Word.normalized(word));
            before = word;
        }
        kept.append(whole, end, whole.length());
    }
}
