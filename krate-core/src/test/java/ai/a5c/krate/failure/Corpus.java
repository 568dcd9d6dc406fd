package ai.a5c.krate.failure;

import ai.a5c.krate.testkit.GeneratedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Logs of builds, and what is expected of each in a reviewed file beside it. */
final class Corpus {

    private static final String DIRECTORY = "krate-core/src/test/resources/failure";

    private Corpus() {}

    static List<String> names() throws IOException {
        return GeneratedFile.namesIn(DIRECTORY).stream()
                .filter(name -> name.endsWith(".log"))
                .map(name -> name.substring(0, name.length() - ".log".length()))
                .sorted()
                .toList();
    }

    static GeneratedFile expected(String name) {
        return GeneratedFile.at(DIRECTORY + "/" + name + ".expected");
    }

    static byte[] log(String name) throws IOException {
        return Files.readAllBytes(Path.of("..").resolve(DIRECTORY).resolve(name + ".log"));
    }

    static Optional<Failure> analyze(byte[] log) {
        FailureAnalysis analysis = new FailureAnalysis();
        analysis.accept(log, 0, log.length);
        return analysis.result();
    }

    static Optional<Failure> analyze(String name) throws IOException {
        return analyze(log(name));
    }

    static String fingerprint(String name) throws IOException {
        return analyze(name).map(Failure::fingerprint).orElse("nothing found");
    }
}
