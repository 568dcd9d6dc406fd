package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Batch;
import ai.a5c.krate.runtime.Batch.End;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads what one session has said so far.
 *
 * <p>Standard output comes first, line by line while it grows; standard error follows once the agent has ended, with
 * cursors behind those of standard output.
 */
final class Attachment {

    private final SessionDirectory directory;
    private final Adapter adapter;
    private final Follower follower;

    Attachment(SessionDirectory directory, Adapter adapter) {
        this.directory = directory;
        this.adapter = adapter;
        this.follower = new Follower(adapter::ear);
    }

    /** Events behind {@code cursor}; the end only with the last of them. */
    synchronized Batch read(long cursor) {
        try {
            Optional<String> word = directory.end();
            List<AgentEvent> events = output(word.isPresent()).read(cursor);
            if (word.isEmpty() || !events.isEmpty()) {
                return new Batch(events, Optional.empty());
            }
            events = errors().read(cursor);
            return new Batch(events, events.isEmpty() ? Optional.of(end(word.get())) : Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read the output of session " + directory.session().id(), e);
        }
    }

    /** What is left to read when the supervisor is gone and nothing more will come. */
    synchronized Batch rest(long cursor) {
        try {
            List<AgentEvent> events = output(true).read(cursor);
            return new Batch(events, events.isEmpty() ? Optional.of(abandoned()) : Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read the output of session " + directory.session().id(), e);
        }
    }

    /** The first answer that {@code of} makes of a line of the output. */
    Optional<String> find(Function<String, Optional<String>> of) {
        try (Stream<String> lines = Files.lines(directory.output(), StandardCharsets.ISO_8859_1)) {
            return lines.map(line -> new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                    .flatMap(line -> of.apply(line).stream())
                    .findFirst();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read the output of session " + directory.session().id(), e);
        }
    }

    private LineReader output(boolean complete) {
        return new LineReader(directory.output(), 0, complete, follower);
    }

    private LineReader errors() throws IOException {
        long base = Files.exists(directory.output()) ? Files.size(directory.output()) : 0;
        return new LineReader(
                directory.errors(),
                base,
                true,
                Follower.forgetful(
                        line -> List.of(new Said(AgentEvent.Type.OUTPUT, line, Map.of("stream", "stderr")))));
    }

    private End end(String word) throws IOException {
        Optional<String> failure =
                word.equals("exit 0") ? adapter.failure(LineReader.lastLines(directory.output())) : Optional.empty();
        return Ending.of(word, directory.cancelled(), failure);
    }

    private End abandoned() {
        return directory.cancelled().map(Ending::cancelled).orElseGet(Ending::lost);
    }
}
