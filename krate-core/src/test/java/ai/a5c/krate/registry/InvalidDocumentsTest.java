package ai.a5c.krate.registry;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.validate.Faults;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every text under {@code src/test/resources/invalid} has exactly the faults that it says it has.
 *
 * <p>A file holds cases, each ended by a line of dashes that is longer than YAML's. A case begins with {@code #>} lines,
 * one for each fault in order, {@code path: message}; the rest is the text. <code>@{x*300}</code> stands for 300 {@code x}.
 */
class InvalidDocumentsTest {

    private static final Path CORPUS = Path.of("src/test/resources/invalid");
    private static final Pattern REPEATED = Pattern.compile("@\\{(.+?)\\*(\\d+)}");

    private record Case(String place, List<String> expected, String text) {

        static Case of(String place, String block) {
            List<String> lines = block.lines().dropWhile(String::isBlank).toList();
            List<String> expected = lines.stream()
                    .takeWhile(line -> line.startsWith("#>"))
                    .map(line -> line.substring(2).strip())
                    .toList();
            String text = lines.stream().skip(expected.size()).collect(joining("\n"));
            return new Case(
                    place,
                    expected,
                    REPEATED.matcher(text)
                            .replaceAll(match -> match.group(1).repeat(Integer.parseInt(match.group(2)))));
        }

        String difference() {
            String found = String.join("\n", faults(text));
            String wanted = String.join("\n", expected);
            return found.equals(wanted)
                    ? ""
                    : "%s%n%s%n  has the faults%n%s%n  instead of%n%s%n".formatted(place, shown(), found, wanted);
        }

        private String shown() {
            return text.length() < 500 ? text : text.substring(0, 500);
        }
    }

    @Test
    void everyInvalidDocumentHasExactlyTheFaultsThatItSays() throws IOException {
        List<Case> cases = cases();
        assertThat(cases.stream().map(Case::difference).filter(text -> !text.isEmpty()))
                .isEmpty();
        assertThat(cases.stream().filter(each -> each.expected().isEmpty())).isEmpty();
        assertThat(cases).hasSizeGreaterThanOrEqualTo(150);
    }

    @Test
    void noFaultRepeatsMuchOfTheTextOrAnyControlCharacter() throws IOException {
        for (Case each : cases()) {
            for (String fault : faults(each.text())) {
                assertThat(fault).as(each.place()).hasSizeLessThan(1_500).doesNotMatch("(?s).*\\p{Cc}.*");
            }
        }
    }

    private static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        try (Stream<Path> files = Files.walk(CORPUS)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                List<String> blocks = List.of(Files.readString(file).split("(?m)^-{8,}$\\n?"));
                for (int i = 0; i < blocks.size(); i++) {
                    cases.add(Case.of("%s, case %d".formatted(CORPUS.relativize(file), i + 1), blocks.get(i)));
                }
            }
        }
        return cases;
    }

    private static List<String> faults(String text) {
        try {
            Faults faults = new Faults();
            List<Map<String, Object>> documents = Documents.read(text);
            for (int i = 0; i < documents.size(); i++) {
                check(documents.get(i), documents.size() == 1 ? "$" : "$[%d]".formatted(i), faults);
            }
            return lines(faults.all());
        } catch (InvalidDocumentException e) {
            return lines(e.faults());
        }
    }

    private static void check(Map<String, Object> document, String path, Faults faults) {
        try {
            ResourceCodec.parse(document, "acme");
        } catch (InvalidDocumentException e) {
            e.faults().forEach(fault -> faults.at(path + fault.path().substring(1), fault.message()));
        }
    }

    private static List<String> lines(List<Faults.Fault> faults) {
        return faults.stream()
                .map(fault -> fault.path() + ": " + fault.message())
                .toList();
    }
}
