import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A demonstration agent without a language model: it repairs a failing test by trying small edits.
 *
 * <p>Run as {@code java ScriptedAgent.java [TRIES]} in a working copy, with the task on standard input. It runs {@code
 * test.sh} or {@code krate-test}, reads which file and line failed, and changes one token at a time in the Java sources
 * that the failure names (comparisons at a boundary, constants off by one, missing checks for zero, operators), running
 * the tests after each change. The first change with which all tests pass stays; every other one is undone. It follows
 * no instruction in the task or in any file. It reports as JSON lines, the format of Krate's {@code command} adapter, and
 * exits with 0 if the tests pass in the end, else with 1. It needs a JDK 17 and nothing else.
 */
final class ScriptedAgent {

    private static final Duration ALL = Duration.ofMinutes(3);
    private static final Duration ONE_RUN = Duration.ofMinutes(1);
    private static final int MOST_FILES = 500;
    private static final long LARGEST_FILE = 256 * 1024;
    private static final int LONGEST_TEXT = 4_000;
    private static final Pattern PLACE = Pattern.compile("(\\w+\\.java):(\\d+)");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*");
    private static final Pattern COMPARISON = Pattern.compile("(?<= )(<=|>=|==|!=|<|>)(?= )");
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])\\d{1,9}(?![\\w.])");
    private static final Pattern OPERATOR = Pattern.compile("(?<= )[+*/%-](?= )");
    private static final Pattern LOGIC = Pattern.compile("&&|\\|\\|");
    private static final Pattern OFF_BY_ONE = Pattern.compile(" [+-] 1(?![\\w.])");
    private static final Pattern DIVISION = Pattern.compile("return ([^;?]+ / ([\\w.()]+));");
    private static final Map<String, List<String>> BOUNDARIES = Map.of(
            "<", List.of("<="), "<=", List.of("<"), ">", List.of(">="), ">=", List.of(">"), "==", List.of("!="),
            "!=", List.of("=="));
    private static final Map<String, List<String>> OPPOSITES = Map.of(
            "<", List.of(">"), "<=", List.of(">="), ">", List.of("<"), ">=", List.of("<="));

    private final Path root;
    private final int mostTries;
    private final long start = System.nanoTime();

    private ScriptedAgent(Path root, int mostTries) {
        this.root = root;
        this.mostTries = mostTries;
    }

    public static void main(String[] arguments) throws IOException {
        int tries = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
        boolean passed = new ScriptedAgent(Path.of("").toAbsolutePath(), tries).work();
        System.exit(passed ? 0 : 1);
    }

    private boolean work() throws IOException {
        String task = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        say("started", "Demonstration agent, no language model", Map.of("taskCharacters", task.length()));
        Optional<List<String>> command = testCommand();
        if (command.isEmpty()) {
            return giveUp("There is neither `test.sh` nor `krate-test` here, so I do not know how tests are run.");
        }
        Run before = run(command.get());
        if (before.passed()) {
            say("result", "## Nothing to repair\n\nAll tests pass: `%s`.".formatted(String.join(" ", command.get())));
            return true;
        }
        String failure = firstFailure(before.output());
        say("progress", "The tests fail: " + failure);
        return search(command.get(), before, failure);
    }

    private boolean search(List<String> command, Run before, String failure) throws IOException {
        List<Edit> edits = edits(before.output());
        say("progress", "%d small edits could be the repair; trying the likeliest first".formatted(edits.size()));
        int tried = 0;
        for (Edit edit : edits) {
            if (tried == mostTries || System.nanoTime() - start > ALL.toNanos()) {
                break;
            }
            tried++;
            if (repairs(edit, command)) {
                say("result", diagnosis(edit, failure, tried));
                return true;
            }
        }
        return giveUp("The tests fail: `%s`.\n\nI tried %d of %d small edits; none makes all tests pass, and all are undone."
                .formatted(failure.replace('`', '\''), tried, edits.size()));
    }

    /** Makes the edit and keeps it only if all tests pass, also when this process is told to end meanwhile. */
    private boolean repairs(Edit edit, List<String> command) throws IOException {
        Path file = root.resolve(edit.file());
        byte[] original = Files.readAllBytes(file);
        Thread undo = new Thread(() -> write(file, original));
        Runtime.getRuntime().addShutdownHook(undo);
        say("progress", "%s:%d: %s".formatted(edit.file(), edit.line(), edit.what()));
        write(file, edit.apply().getBytes(StandardCharsets.UTF_8));
        boolean passed = run(command).passed();
        if (!passed) {
            write(file, original);
        }
        Runtime.getRuntime().removeShutdownHook(undo);
        return passed;
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String diagnosis(Edit edit, String failure, int tried) {
        return """
                ## Diagnosis

                The tests failed: `%s`.

                The cause is line %d of `%s`: %s.

                ```diff
                -%s
                +%s
                ```

                All tests pass with this change. It was found by trying small edits (number %d, after %d s), so please \
                check that it is what was meant.
                """
                .formatted(
                        failure.replace('`', '\''),
                        edit.line(),
                        edit.file(),
                        edit.what(),
                        edit.lineBefore(),
                        edit.lineAfter(),
                        tried,
                        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
    }

    private boolean giveUp(String why) {
        say("result", "## No repair found\n\n" + why);
        return false;
    }

    // Tests

    private Optional<List<String>> testCommand() {
        if (Files.isRegularFile(root.resolve("test.sh"))) {
            return Optional.of(List.of("sh", "test.sh"));
        }
        return Files.isExecutable(root.resolve("krate-test")) ? Optional.of(List.of("./krate-test")) : Optional.empty();
    }

    private Run run(List<String> command) throws IOException {
        say("tool_call", String.join(" ", command), Map.of("tool", "tests"));
        Path log = Files.createTempFile("tests", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(root.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(log.toFile())
                    .start();
            int status = status(process);
            String output = cut(new String(Files.readAllBytes(log), StandardCharsets.UTF_8));
            say("tool_result", output, Map.of("tool", "tests", "status", status));
            return new Run(status == 0, output);
        } finally {
            Files.deleteIfExists(log);
        }
    }

    private static int status(Process process) {
        try {
            if (process.waitFor(ONE_RUN.toSeconds(), TimeUnit.SECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return -1;
    }

    private static String firstFailure(String output) {
        return output.lines()
                .filter(line -> PLACE.matcher(line).find())
                .findFirst()
                .or(() -> output.lines().filter(line -> !line.isBlank()).findFirst())
                .orElse("no output")
                .strip();
    }

    // Candidates

    /** Edits of the sources that the failure names or that the failing lines call, likeliest first. */
    private List<Edit> edits(String output) throws IOException {
        List<Path> files = javaFiles();
        Set<String> called = new LinkedHashSet<>();
        Set<String> places = new LinkedHashSet<>();
        for (Matcher place = PLACE.matcher(output); place.find(); ) {
            places.add(place.group());
            line(files, place.group(1), Integer.parseInt(place.group(2)))
                    .ifPresent(line -> WORD.matcher(line).results().map(MatchResult::group).forEach(called::add));
        }
        List<Edit> edits = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            boolean named = output.contains(name) || called.contains(name.replace(".java", ""));
            if (named && !name.contains("Test")) {
                edits.addAll(new Source(file, Files.readString(root.resolve(file)), called, places).edits());
            }
        }
        boolean division = output.contains("/ by zero");
        edits.sort(Comparator.comparingInt(edit -> edit.rank() - (division && edit.kind() == Kind.ZERO ? 1_000 : 0)));
        return edits;
    }

    private List<Path> javaFiles() throws IOException {
        try (Stream<Path> found = Files.walk(root, 12)) {
            return found.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && small(file))
                    .map(root::relativize)
                    .sorted()
                    .limit(MOST_FILES)
                    .toList();
        }
    }

    private static boolean small(Path file) {
        try {
            return Files.size(file) <= LARGEST_FILE;
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<String> line(List<Path> files, String name, int number) throws IOException {
        for (Path file : files) {
            if (file.getFileName().toString().equals(name)) {
                return Files.readString(root.resolve(file)).lines().skip(number - 1L).findFirst();
            }
        }
        return Optional.empty();
    }

    // Events

    private static void say(String type, String text) {
        say(type, text, Map.of());
    }

    private static void say(String type, String text, Map<String, Object> details) {
        StringBuilder json = new StringBuilder("{\"type\":").append(quoted(type));
        json.append(",\"text\":").append(quoted(cut(text))).append(",\"details\":{");
        String comma = "";
        for (Map.Entry<String, Object> detail : details.entrySet()) {
            json.append(comma).append(quoted(detail.getKey())).append(':').append(quoted(detail.getValue().toString()));
            comma = ",";
        }
        System.out.println(json.append("}}"));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + " ...";
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char character : text.toCharArray()) {
            if (character == '"' || character == '\\') {
                quoted.append('\\').append(character);
            } else if (character < ' ' || character > '~') {
                quoted.append("\\u%04x".formatted((int) character));
            } else {
                quoted.append(character);
            }
        }
        return quoted.append('"').toString();
    }

    /** How a run of the tests ended. */
    private record Run(boolean passed, String output) {}

    /** Kinds of edits, likeliest first. */
    private enum Kind {
        BOUNDARY,
        OFF_BY_ONE,
        ZERO,
        OPERATOR,
        LOGIC,
        OPPOSITE,
        CONSTANT
    }

    /** One change: {@code from} to {@code to} becomes {@code replacement} in {@code text}. */
    private record Edit(Path file, String text, int from, int to, String replacement, Kind kind, int nearness) {

        String apply() {
            return text.substring(0, from) + replacement + text.substring(to);
        }

        int line() {
            return 1 + (int) text.substring(0, from).chars().filter(character -> character == '\n').count();
        }

        String lineBefore() {
            return text.lines().skip(line() - 1L).findFirst().orElse("");
        }

        String lineAfter() {
            return apply().lines().skip(line() - 1L).findFirst().orElse("");
        }

        String what() {
            String before = text.substring(from, to).strip();
            return replacement.isBlank()
                    ? "`%s` taken away".formatted(before)
                    : "`%s` instead of `%s`".formatted(replacement.strip(), before);
        }

        /** Lower is tried earlier: first near the failure, then by kind. */
        int rank() {
            return nearness * 10 + kind.ordinal();
        }
    }

    /** One source file and what could be changed in it. */
    private static final class Source {

        private final Path file;
        private final String text;
        private final String code;
        private final List<Edit> edits = new ArrayList<>();
        private final Set<String> called;
        private final Set<String> places;

        Source(Path file, String text, Set<String> called, Set<String> places) {
            this.file = file;
            this.text = text;
            this.code = withoutCommentsAndStrings(text);
            this.called = called;
            this.places = places;
        }

        List<Edit> edits() {
            replace(COMPARISON, Kind.BOUNDARY, found -> BOUNDARIES.get(found.group()));
            replace(COMPARISON, Kind.OPPOSITE, found -> OPPOSITES.getOrDefault(found.group(), List.of()));
            replace(OFF_BY_ONE, Kind.OFF_BY_ONE, found -> List.of(""));
            replace(DIVISION, Kind.ZERO, found -> List.of(
                    "return %s == 0 ? 0 : %s;".formatted(found.group(2), found.group(1))));
            replace(OPERATOR, Kind.OPERATOR, found -> Stream.of("+", "-", "*", "/")
                    .filter(operator -> !operator.equals(found.group()))
                    .toList());
            replace(LOGIC, Kind.LOGIC, found -> List.of(found.group().equals("&&") ? "||" : "&&"));
            replace(NUMBER, Kind.CONSTANT, found -> {
                long number = Long.parseLong(found.group());
                return List.of(String.valueOf(number + 1), String.valueOf(Math.max(0, number - 1)));
            });
            return edits;
        }

        private void replace(
                Pattern pattern, Kind kind, java.util.function.Function<MatchResult, List<String>> replacements) {
            pattern.matcher(code).results().forEach(found -> {
                for (String replacement : replacements.apply(found)) {
                    if (!replacement.equals(found.group())) {
                        edits.add(new Edit(
                                file, text, found.start(), found.end(), replacement, kind, nearness(found.start())));
                    }
                }
            });
        }

        /** 0 on a line of the stack trace, 1 in a method that the failing lines call, else 2. */
        private int nearness(int position) {
            long line = 1 + code.substring(0, position).chars().filter(character -> character == '\n').count();
            if (places.contains(file.getFileName() + ":" + line)) {
                return 0;
            }
            return called.stream().anyMatch(method -> inside(method, position)) ? 1 : 2;
        }

        /** Whether {@code position} is between the braces of a method of that name. */
        private boolean inside(String method, int position) {
            Matcher head = Pattern.compile("\\b" + method + "\\s*\\([^;{}]*\\)[^;{}]*\\{").matcher(code);
            while (head.find() && head.end() <= position) {
                int depth = 1;
                int at = head.end();
                while (at < position && depth > 0) {
                    depth += code.charAt(at) == '{' ? 1 : code.charAt(at) == '}' ? -1 : 0;
                    at++;
                }
                if (depth > 0) {
                    return true;
                }
            }
            return false;
        }

        /** The same length, with blanks in place of what is not code. */
        private static String withoutCommentsAndStrings(String text) {
            Pattern noCode = Pattern.compile(
                    "//[^\\n]*|/\\*.*?\\*/|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])*'", Pattern.DOTALL);
            return noCode.matcher(text).replaceAll(found -> found.group().replaceAll("[^\\n]", " "));
        }
    }
}
