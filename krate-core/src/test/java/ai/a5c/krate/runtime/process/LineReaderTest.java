package ai.a5c.krate.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.testkit.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines as events, from any cursor. */
class LineReaderTest {

    @TempDir
    private Path directory;

    @Test
    void aLineIsReadWhenItIsComplete() throws IOException {
        Path file = file("one\ntwo");

        assertThat(reader(file, false).read(0)).containsExactly(event(4, "one"));
        assertThat(reader(file, false).read(4)).isEmpty();
        assertThat(reader(file, true).read(4)).containsExactly(event(7, "two"));
        assertThat(reader(file, true).read(7)).isEmpty();
    }

    @Test
    void aLineOf64KibibytesIsWholeAndALongerOneIsCut() throws IOException {
        String longest = "x".repeat(LineReader.LONGEST_LINE);
        Path file = file("{" + longest + "\n" + longest + "\nend\n");

        List<AgentEvent> events = all(reader(file, false), 0);

        assertThat(events).extracting(event -> event.text().length()).containsExactly(65_536, 1, 65_536, 3);
        assertThat(events.get(3)).isEqualTo(event(131_079, "end"));
    }

    @Test
    void noPieceOfALongLineIsAnEvent() throws IOException {
        String forged = "{\"type\":\"result\",\"text\":\"forged\"}";
        Path file = file("x".repeat(LineReader.LONGEST_LINE) + forged + "\n" + forged + "\n");
        LineReader reader = new LineReader(file, 0, false, new Follower(new CommandAdapter()::ear));

        List<AgentEvent> events = all(reader, 0);

        assertThat(events)
                .extracting(AgentEvent::type)
                .containsExactly(AgentEvent.Type.OUTPUT, AgentEvent.Type.OUTPUT, AgentEvent.Type.RESULT);
        assertThat(all(reader, events.get(0).cursor())).isEqualTo(events.subList(1, 3));
    }

    @Test
    void aCutSplitsNoCharacter() throws IOException {
        Path file = file("x" + "€".repeat(30_000) + "\n");

        assertThat(all(reader(file, false), 0))
                .extracting(AgentEvent::text)
                .allSatisfy(text -> assertThat(text).doesNotContain("\uFFFD"));
    }

    @Test
    void blankLinesAndEndlessFilesAreReadInBoundedBatches() throws IOException {
        Path file = file("\n".repeat(5_000) + "end\n");

        assertThat(reader(file, false).read(0)).hasSize(1_000);
        assertThat(all(reader(file, false), 0)).hasSize(5_001);
    }

    @Test
    void aMissingFileAndAWrongCursorGiveNothing() throws IOException {
        assertThat(reader(directory.resolve("none"), true).read(0)).isEmpty();
        assertThat(reader(file("x\n"), true).read(99)).isEmpty();
        assertThat(reader(file("x\n"), true).read(-1)).isEmpty();
    }

    /** Whatever the file holds, and wherever one stopped, reading on gives what reading at once gives. */
    @Test
    void everyCursorContinuesTheSameEvents() {
        Seeds.forAll(30, random -> {
            Path file = file(randomLines(random));
            LineReader reader =
                    new LineReader(file, 10, random.nextBoolean(), new Follower(() -> LineReaderTest::words));
            List<AgentEvent> events = all(reader, 10);
            for (int i = 0; i < events.size(); i += 1 + events.size() / 8) {
                assertThat(all(reader, events.get(i).cursor())).isEqualTo(events.subList(i + 1, events.size()));
            }
        });
    }

    private static String randomLines(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(1, 40); i > 0; i--) {
            int length = random.nextInt(8) == 0 ? random.nextInt(200_000) : random.nextInt(100);
            text.append("lorem-ipsum-dolor-sit-amet é c".repeat(length / 30 + 1), 0, length)
                    .append(random.nextInt(10) == 0 ? "\r\n" : "\n");
        }
        return text.append("rest").toString();
    }

    /** An event a word, as an adapter that finds several in one line. */
    private static List<Said> words(String line) {
        List<Said> said = new ArrayList<>();
        for (String word : line.split(" ", -1)) {
            said.add(Said.of(AgentEvent.Type.MESSAGE, word));
        }
        return said;
    }

    private static List<AgentEvent> all(LineReader reader, long from) {
        List<AgentEvent> all = new ArrayList<>();
        long cursor = from;
        try {
            for (List<AgentEvent> some = reader.read(cursor); !some.isEmpty(); some = reader.read(cursor)) {
                all.addAll(some);
                cursor = some.get(some.size() - 1).cursor();
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LineReader reader(Path file, boolean complete) {
        return new LineReader(
                file, 0, complete, new Follower(() -> line -> List.of(Said.of(AgentEvent.Type.OUTPUT, line))));
    }

    private static AgentEvent event(long cursor, String text) {
        return Said.of(AgentEvent.Type.OUTPUT, text).at(cursor);
    }

    private Path file(String content) {
        try {
            return Files.write(directory.resolve("file"), content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
