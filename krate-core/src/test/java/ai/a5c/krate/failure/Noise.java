package ai.a5c.krate.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What differs between two builds of the same thing, put into a log by chance. */
final class Noise {

    private static final String[] WORKSPACES = {
        "/builds/acme", "/home/runner/jobs/acme", "/var/lib/jenkins/workspace/acme_PR-7@2", "/srv/ci"
    };
    private static final String[] COLOURS = {
        "\u001b[31m", "\u001b[1;33m", "\u001b[0m", "\u001b[K", "\u001b]0;build\u0007"
    };

    private final RandomGenerator random;

    Noise(RandomGenerator random) {
        this.random = random;
    }

    /** Lines of no importance before all others. */
    List<String> shifted(List<String> lines) {
        List<String> more = new ArrayList<>();
        for (int i = random.nextInt(40); i > 0; i--) {
            more.add("preparing step " + i + " of the build");
        }
        more.addAll(lines);
        return more;
    }

    List<String> stamped(List<String> lines) {
        int form = random.nextInt(4);
        return lines.stream().map(line -> stamp(form) + line).toList();
    }

    private String stamp(int form) {
        String time = "%02d:%02d:%02d".formatted(random.nextInt(24), random.nextInt(60), random.nextInt(60));
        return switch (form) {
            case 0 -> "";
            case 1 -> "[2026-0%d-11T%s.%03dZ] ".formatted(random.nextInt(1, 10), time, random.nextInt(1000));
            case 2 -> "2026-0%d-11T%s.%07dZ ".formatted(random.nextInt(1, 10), time, random.nextInt(10_000_000));
            default -> time + " ";
        };
    }

    List<String> coloured(List<String> lines) {
        return lines.stream()
                .map(line -> random.nextInt(3) > 0 ? line : colour() + line + colour() + "\u001b[0m")
                .toList();
    }

    private String colour() {
        return COLOURS[random.nextInt(COLOURS.length)];
    }

    List<String> prefixed(List<String> lines, String branch) {
        return lines.stream().map(line -> "[" + branch + "] " + line).toList();
    }

    List<String> moved(List<String> lines) {
        String workspace = WORKSPACES[random.nextInt(WORKSPACES.length)];
        return lines.stream()
                .map(line -> line.replace("/builds/acme", workspace))
                .toList();
    }

    /** Places in source files moved by one number of lines: {@code a.c:12:}, {@code A.java:[12,}. */
    List<String> edited(List<String> lines) {
        int by = random.nextInt(300);
        return lines.stream().map(line -> edited(line, by)).toList();
    }

    private static String edited(String line, int by) {
        StringBuilder moved = new StringBuilder();
        int at = 0;
        while (at < line.length()) {
            int end = at;
            while (end < line.length() && Character.isDigit(line.charAt(end))) {
                end++;
            }
            boolean place = end > at && end - at < 5 && at > 3 && isPlace(line, at);
            if (end == at) {
                moved.append(line.charAt(at++));
            } else {
                String digits = line.substring(at, end);
                moved.append(place ? String.valueOf(Integer.parseInt(digits) + by) : digits);
                at = end;
            }
        }
        return moved.toString();
    }

    private static boolean isPlace(String line, int at) {
        int mark = line.charAt(at - 1) == '[' ? at - 2 : at - 1;
        return line.charAt(mark) == ':'
                && Character.isLetter(line.charAt(mark - 1))
                && line.lastIndexOf('.', mark) > mark - 6;
    }

    /** Lines of both, each in its own order. */
    List<String> interleaved(List<String> one, List<String> other) {
        List<String> all = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < one.size() || j < other.size()) {
            boolean first = j == other.size() || (i < one.size() && random.nextBoolean());
            all.add(first ? one.get(i++) : other.get(j++));
        }
        return all;
    }
}
