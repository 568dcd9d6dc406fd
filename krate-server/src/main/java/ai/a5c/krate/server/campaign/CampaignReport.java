package ai.a5c.krate.server.campaign;

import static java.util.stream.Collectors.joining;

import ai.a5c.krate.server.campaign.Havoc.Trouble;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says what came of a campaign, for people and for programs. */
final class CampaignReport {

    private static final String METHOD = """
            # Reliability

            One command kills Krate's servers under load and then does the books from outside:

            ```
            ./krate campaign --minutes 10 --report docs/reliability.md
            ```

            It needs PostgreSQL's programs (Debian's package `postgresql`) and ends with 1 if anything was lost or doubled. This page is
            what it wrote.

            ## What it does

            It makes a PostgreSQL of its own with `fsync` and `synchronous_commit` on, a stand-in forge (Gitea's API, Git over HTTP), and
            servers as processes of their own that share this one database and one data directory of this machine; claims last %d s.
            People comment there; each comment is delivered signed, once or under several delivery ids or the same at several servers at
            once or as a storm of thirteen calls, again until a server says 202. Agents run by the process runtime, change a file and say
            what they did. People approve, approve twice at once, deny, approve and deny at once, cancel at any instant and while somebody
            approves, each at any server, dead or not. Some agents fail; some comments ask for nothing, some come from strangers, some
            calls carry a wrong signature.

            Meanwhile servers are killed with -9, one or all, paused for longer than their lease (so that they wake up when another one has
            taken over), ended as an operator does, and the database is crashed. Agents are left alone. In the end everything is given time
            to come to rest.

            ## How it counts

            Nothing is believed that Krate says of itself where somebody else knows: launches are lines that agents wrote into a ledger when
            they began, and supervisors that the process table showed together; comments and branches are counted on the forge by their
            content, pushes by the reflog of its repository; what had to come of a request is known to whoever sent it.
            """;
    private static final String LIMITS = """
            ## What it does not cover

            - Loss of the disk, or of power: processes die here, the operating system does not. What `fsync` promises is PostgreSQL's.
            - Servers on several machines. An agent's process dies with its machine; its attempt is `lost` and made again.
            - A server that is paused in the instant between its last look at the forge and its comment, for longer than ten leases: by then
              another server may have written, and a forge has no fencing. Branches are safe from it, because a push names what it expects.
            - Jumps of the machine's clock.
            - SQLite: `KilledServerIT` kills a single server over it. Agent Mux and other runtimes: their contract tests.
            - Chance is drawn from the seed, but the instants are those of the machine: the same seed is the same plan, not the same run.
            """;

    private final Outcome outcome;

    CampaignReport(Outcome outcome) {
        this.outcome = outcome;
    }

    /** The verdict on one line. */
    private static long written(Evidence evidence) {
        return evidence.remarks().stream()
                .filter(remark -> remark.notice().isEmpty())
                .count();
    }

    String sentence() {
        int violations = outcome.violations().size();
        return "%s: %d kills, %d runs, %d launches, %d write-backs on the forge, seed %d"
                .formatted(
                        violations == 0 ? "nothing was lost or doubled" : violations + " violations",
                        outcome.kills(),
                        outcome.evidence().runs().size(),
                        outcome.evidence().launches().size(),
                        written(outcome.evidence())
                                + outcome.evidence().branches().size(),
                        outcome.plan().seed());
    }

    /** The same for programs. */
    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("seed", outcome.plan().seed());
        document.put("seconds", outcome.plan().length().toSeconds());
        document.put("servers", outcome.plan().servers());
        counts().forEach((what, count) -> document.put(what.replace(' ', '-'), count));
        document.put("usual-take-over-millis", outcome.usualTakeOver().toMillis());
        document.put("longest-take-over-millis", outcome.longestTakeOver().toMillis());
        document.put(
                "violations",
                outcome.violations().stream().map(Violation::toString).toList());
        return document;
    }

    private Map<String, Long> counts() {
        Evidence evidence = outcome.evidence();
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("kills", (long) outcome.kills());
        counts.put("take-overs", (long) outcome.takeOvers().size());
        counts.put("comments sent", (long) evidence.asked().size());
        counts.put("webhook calls", outcome.calls());
        counts.put("deliveries stored", (long) evidence.deliveries().size());
        counts.put("runs", (long) evidence.runs().size());
        counts.put("attempts", (long) evidence.attempts().size());
        counts.put("launches", (long) evidence.launches().size());
        counts.put("approvals", (long) evidence.approvals().size());
        counts.put("write-backs asked for", (long) evidence.writeBacks().size());
        counts.put("comments on the forge", written(evidence));
        counts.put("notices on the forge", evidence.remarks().size() - written(evidence));
        counts.put("branches on the forge", (long) evidence.branches().size());
        counts.put("audit records", evidence.audit().records());
        return counts;
    }

    /** The whole page. */
    String markdown() {
        return METHOD.formatted(outcome.plan().lease().toSeconds())
                + "\n## What came of it\n\n"
                + verdict()
                + table(
                        List.of("what", "count"),
                        counts().entrySet().stream()
                                .map(entry -> List.of(entry.getKey(), number(entry.getValue())))
                                .toList())
                + "\n"
                + table(
                        List.of("trouble", "count"),
                        Arrays.stream(Trouble.values())
                                .map(trouble -> List.of(
                                        trouble.words(),
                                        number(outcome.troubles().getOrDefault(trouble, 0))))
                                .toList())
                + "\n"
                + table(
                        List.of("rule", "held against", "violations"),
                        outcome.lines().stream()
                                .map(line -> List.of(
                                        line.rule(),
                                        number(line.counted()),
                                        number(line.violations().size())))
                                .toList())
                + violations()
                + "\n"
                + LIMITS;
    }

    private String verdict() {
        Plan plan = outcome.plan();
        return """
                Held at %s: %s of load and trouble, %s in all, %d servers, seed %d.
                On %d processors, %s, Java %s, %s.

                **%s.** An attempt whose server fell silent was taken up by another one after %s in the
                middle and %s at most; where all servers were dead, that is the time that they needed to start.

                """.formatted(
                outcome.begun().truncatedTo(ChronoUnit.MINUTES),
                seconds(plan.length()),
                seconds(outcome.took()),
                plan.servers(),
                plan.seed(),
                outcome.machine().processors(),
                outcome.machine().system(),
                outcome.machine().java(),
                outcome.machine().database(),
                outcome.violations().isEmpty() ? "Nothing was lost or doubled" : "Not everything is as it must be",
                tenths(outcome.usualTakeOver()),
                tenths(outcome.longestTakeOver()));
    }

    private String violations() {
        return outcome.violations().isEmpty()
                ? ""
                : outcome.violations().stream()
                        .map(violation ->
                                "- `%s`\n".formatted(violation.toString().replace('`', '\'')))
                        .collect(joining("", "\n", ""));
    }

    private static String table(List<String> head, List<List<String>> rows) {
        StringBuilder table = new StringBuilder(row(head));
        table.append(row(head.stream().map(cell -> "---").toList()));
        rows.forEach(cells -> table.append(row(cells)));
        return table.toString();
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String seconds(Duration length) {
        return length.toSeconds() + " s";
    }

    private static String tenths(Duration length) {
        return String.format(Locale.ROOT, "%.1f s", length.toMillis() / 1000.0);
    }
}
