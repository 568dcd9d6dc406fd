package ai.a5c.krate.gitea;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.target.Mutation;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A remark of a review on a line of a file.
 *
 * @param anchor where it belongs
 */
record Remark(Anchor anchor, String body) {

    private static final int MOST = 200;
    private static final Set<String> SIDES = Set.of("new", "old");
    private static final String FORM =
            "the parameter 'comments' of pr-review is a JSON array of at most %d objects with"
                    + " 'path', 'line', 'body' and 'side', new or old";

    /**
     * A line of a file in a diff.
     *
     * @param line from 1, of the file itself and not of the diff
     * @param old whether it is a line of the file as it was
     */
    record Anchor(String path, long line, boolean old) {

        /** For people. */
        String told() {
            String name = Wording.line(path).replace("`", "'");
            return old ? "`%s`, line %d as it was".formatted(name, line) : "`%s`, line %d".formatted(name, line);
        }
    }

    /** What the mutation's parameter {@code comments} holds. */
    static List<Remark> of(Mutation mutation) {
        String text = Wanted.parameter(mutation, "comments", "[]");
        try {
            if (Json.read(text) instanceof List<?> list && list.size() <= MOST) {
                return list.stream().map(Remark::one).toList();
            }
        } catch (InvalidJsonException e) {
            throw malformed();
        }
        throw malformed();
    }

    private static Remark one(Object item) {
        if (item instanceof Map<?, ?> map
                && map.get("path") instanceof String path
                && map.get("line") instanceof Number line
                && map.get("body") instanceof String body) {
            Object side = map.get("side") == null ? "new" : map.get("side");
            boolean plain = !path.isBlank() && path.length() <= Wording.NAME && line.longValue() > 0 && !body.isBlank();
            if (plain && SIDES.contains(side)) {
                return new Remark(new Anchor(path, line.longValue(), side.equals("old")), body);
            }
        }
        throw malformed();
    }

    private static RuntimeException malformed() {
        return Errand.failure("Malformed", FORM.formatted(MOST));
    }
}
