package ai.a5c.krate.source.jenkins;

import ai.a5c.krate.source.jenkins.BuildReport.Change;
import ai.a5c.krate.source.jenkins.BuildReport.FailedTest;
import ai.a5c.krate.source.jenkins.BuildReport.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A build told to whoever is to mend it. What comes from logs and people is indented as code, so that nothing in it reads as a
 * command or calls anybody.
 */
final class Description {

    private static final String COMMIT = "The commit that was built:";
    private static final int MOST_TESTS = 20;
    private static final int MOST_CHANGES = 10;

    private final List<String> lines = new ArrayList<>();

    private Description() {}

    static String of(BuildReport report) {
        Description description = new Description();
        description.head(report);
        report.failure().ifPresent(description::failure);
        description.tests(report.tests());
        report.failure().map(Failure::excerpt).ifPresent(log -> description.block("The log around it:", log));
        description.changes(report.changes());
        headMessage(report).ifPresent(message -> description.block(COMMIT, message));
        return String.join("\n", description.lines) + "\n";
    }

    private void head(BuildReport report) {
        String result = report.build().result().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        lines.add("A build ended as " + result + ".");
        block("Build:", "%s #%d".formatted(report.build().job(), report.build().number()));
        report.build().rebuildOf().ifPresent(number -> lines.add("\nIt repeats build %d.".formatted(number)));
    }

    private void failure(Failure failure) {
        block("Stage:", String.join(" / ", failure.stages()));
        block("Step:", failure.step());
        failure.exitCode().ifPresent(code -> lines.add("\nExit code: %d".formatted(code)));
        block("Error:", failure.error());
    }

    private void tests(List<FailedTest> tests) {
        block("Tests that fail:", list(tests.stream().map(Description::told).toList(), MOST_TESTS));
    }

    private static String told(FailedTest test) {
        String age = test.age() > 1 ? " (for %d builds)".formatted(test.age()) : "";
        String message = test.message().isBlank()
                ? ""
                : "\n" + test.message().strip().indent(2).stripTrailing();
        return test.name() + age + message;
    }

    /** The message of the commit that was built; it says if Krate made it. */
    private static Optional<String> headMessage(BuildReport report) {
        return report.scm()
                .filter(scm -> !scm.commit().isEmpty())
                .flatMap(scm -> report.changes().stream()
                        .filter(change -> change.commit().equals(scm.commit()))
                        .findFirst())
                .map(Change::message);
    }

    private void changes(List<Change> changes) {
        block(
                "Changes since the build before:",
                list(
                        changes.stream()
                                .map(change -> "%s %s: %s"
                                        .formatted(
                                                change.commit(),
                                                change.author(),
                                                change.message()
                                                        .lines()
                                                        .findFirst()
                                                        .orElse("")))
                                .toList(),
                        MOST_CHANGES));
    }

    private static String list(List<String> all, int most) {
        List<String> shown = new ArrayList<>(all.size() <= most ? all : all.subList(0, most));
        if (all.size() > most) {
            shown.add("and %d more".formatted(all.size() - most));
        }
        return String.join("\n", shown);
    }

    private void block(String title, String text) {
        if (!text.isBlank()) {
            lines.add("\n" + title + "\n");
            lines.add(text.stripTrailing().indent(4).stripTrailing());
        }
    }
}
