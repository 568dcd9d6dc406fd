package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.Remark.Anchor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which lines a unified diff of Git shows.
 *
 * <p>A file goes by its new name, a deleted one by its old; lines of context count on both sides.
 */
final class DiffLines {

    private static final Pattern HUNK =
            Pattern.compile("@@ -(\\d{1,9})(?:,(\\d{1,9}))? \\+(\\d{1,9})(?:,(\\d{1,9}))? @@.*");
    private static final String NOWHERE = "/dev/null";

    private final Set<Anchor> wanted;
    private final Set<Anchor> shown = new HashSet<>();
    private String oldPath = "";
    private String path = "";
    private long oldLine;
    private long newLine;
    private long oldLeft;
    private long newLeft;

    private DiffLines(Set<Anchor> wanted) {
        this.wanted = wanted;
    }

    /** Those of {@code wanted} that {@code diff} shows. */
    static Set<Anchor> shown(String diff, Set<Anchor> wanted) {
        DiffLines lines = new DiffLines(wanted);
        for (int from = 0; from < diff.length(); ) {
            int end = diff.indexOf('\n', from);
            int to = end < 0 ? diff.length() : end;
            lines.read(diff.substring(from, to));
            from = to + 1;
        }
        return lines.shown;
    }

    private void read(String line) {
        if (oldLeft > 0 || newLeft > 0) {
            content(line);
        } else if (line.startsWith("diff --git ")) {
            oldPath = "";
            path = "";
        } else if (line.startsWith("--- ")) {
            oldPath = name(line.substring(4), "a/");
        } else if (line.startsWith("+++ ")) {
            String name = name(line.substring(4), "b/");
            path = name.equals(NOWHERE) ? oldPath : name;
        } else {
            Matcher hunk = HUNK.matcher(line);
            if (hunk.matches()) {
                begin(hunk);
            }
        }
    }

    private void begin(Matcher hunk) {
        oldLine = Long.parseLong(hunk.group(1));
        oldLeft = hunk.group(2) == null ? 1 : Long.parseLong(hunk.group(2));
        newLine = Long.parseLong(hunk.group(3));
        newLeft = hunk.group(4) == null ? 1 : Long.parseLong(hunk.group(4));
    }

    private void content(String line) {
        char kind = line.isEmpty() ? ' ' : line.charAt(0);
        if (kind == '\\') {
            return;
        }
        if (kind != '+') {
            show(oldLine++, true);
            oldLeft--;
        }
        if (kind != '-') {
            show(newLine++, false);
            newLeft--;
        }
    }

    private void show(long line, boolean old) {
        Anchor anchor = new Anchor(path, line, old);
        if (wanted.contains(anchor)) {
            shown.add(anchor);
        }
    }

    private static String name(String text, String prefix) {
        String plain = text.startsWith("\"") ? unquoted(text) : text.replaceFirst("\t.*$", "");
        return plain.startsWith(prefix) ? plain.substring(prefix.length()) : plain;
    }

    /** A name that Git has quoted as C does. */
    private static String unquoted(String text) {
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer plain = ByteBuffer.allocate(raw.length);
        for (int at = 1; at < raw.length && raw[at] != '"'; at++) {
            if (raw[at] != '\\' || at + 1 == raw.length) {
                plain.put(raw[at]);
            } else if (isOctal(raw, at + 1)) {
                plain.put((byte) Integer.parseInt(text(raw, at + 1, 3), 8));
                at += 3;
            } else {
                plain.put(escaped(raw[++at]));
            }
        }
        return new String(plain.array(), 0, plain.position(), StandardCharsets.UTF_8);
    }

    private static boolean isOctal(byte[] raw, int at) {
        return at + 3 <= raw.length && text(raw, at, 3).matches("[0-3][0-7]{2}");
    }

    private static String text(byte[] raw, int at, int length) {
        return new String(raw, at, length, StandardCharsets.ISO_8859_1);
    }

    private static byte escaped(byte letter) {
        return (byte)
                switch (letter) {
                    case 'n' -> '\n';
                    case 't' -> '\t';
                    case 'r' -> '\r';
                    case 'a' -> 7;
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    case 'v' -> 11;
                    default -> letter;
                };
    }
}
