package ai.a5c.krate.match;

/** What a template's filters do to a value. */
final class TemplateFilters {

    private TemplateFilters() {}

    /** At most {@code limit} code points; what was cut ends in an ellipsis. */
    static String truncate(String value, int limit) {
        if (value.codePointCount(0, value.length()) <= limit) {
            return value;
        }
        return limit == 0 ? "" : value.substring(0, value.offsetByCodePoints(0, limit - 1)) + "…";
    }

    /** A JSON string, safe in HTML and scripts as well. */
    static String json(String value) {
        StringBuilder out = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            boolean paired = Character.isSurrogate(character) && paired(value, i);
            boolean escaped = character < ' '
                    || "\"\\<>&\u007f\u2028\u2029".indexOf(character) >= 0
                    || (Character.isSurrogate(character) && !paired);
            if (escaped) {
                out.append("\\u%04x".formatted((int) character));
            } else {
                out.append(character);
            }
        }
        return out.append('"').toString();
    }

    private static boolean paired(String value, int index) {
        return Character.isHighSurrogate(value.charAt(index))
                ? index + 1 < value.length() && Character.isLowSurrogate(value.charAt(index + 1))
                : index > 0 && Character.isHighSurrogate(value.charAt(index - 1));
    }
}
