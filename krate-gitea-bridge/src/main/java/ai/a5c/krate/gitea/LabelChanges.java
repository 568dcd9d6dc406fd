package ai.a5c.krate.gitea;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Labels to be put on and to be taken off, by name. */
record LabelChanges(List<String> add, List<String> remove) {

    private static final int MOST = 50;
    private static final int MAX_NAME = 50;

    LabelChanges {
        add = List.copyOf(new TreeSet<>(add));
        remove = List.copyOf(new TreeSet<>(remove));
    }

    /** What {@code text} says, one change a line: {@code +name} or {@code -name}. */
    static LabelChanges of(String text) {
        List<String> lines =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        if (lines.isEmpty() || lines.size() > MOST || !lines.stream().allMatch(LabelChanges::isChange)) {
            throw malformed();
        }
        LabelChanges changes = new LabelChanges(named(lines, "+"), named(lines, "-"));
        if (changes.add.stream().anyMatch(changes.remove::contains)) {
            throw malformed();
        }
        return changes;
    }

    private static boolean isChange(String line) {
        boolean signed = line.startsWith("+") || line.startsWith("-");
        return signed && !line.substring(1).isBlank() && line.length() <= MAX_NAME + 1;
    }

    private static List<String> named(List<String> lines, String sign) {
        return lines.stream()
                .filter(line -> line.startsWith(sign))
                .map(line -> line.substring(1).strip())
                .toList();
    }

    private static RuntimeException malformed() {
        return Errand.failure(
                "Malformed",
                "the content of label is one change a line, +name or -name, at most %d of %d characters, none both"
                        .formatted(MOST, MAX_NAME));
    }

    boolean areDone(Set<String> now) {
        return now.containsAll(add) && remove.stream().noneMatch(now::contains);
    }

    /** Such as {@code +bug -triage}. */
    String told() {
        StringBuilder told = new StringBuilder();
        add.forEach(name -> told.append(" +").append(name));
        remove.forEach(name -> told.append(" -").append(name));
        return told.substring(1);
    }
}
