package ai.a5c.krate.server.demo;

import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.store.AuditRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a person sees of the demo: each line with the seconds since it began. */
final class DemoScreen {

    private static final String INDENT = "          ";

    private final PrintStream out;
    private final InputStream in;
    private final boolean quiet;
    private final Instant start = Instant.now();

    /** A screen that never asks if {@code quiet}. */
    DemoScreen(PrintStream out, InputStream in, boolean quiet) {
        this.out = out;
        this.in = in;
        this.quiet = quiet;
    }

    void say(String text) {
        out.println("%7.1fs  %s".formatted(seconds(), plain(text)));
    }

    double seconds() {
        return Duration.between(start, Instant.now()).toMillis() / 1000.0;
    }

    private static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "?").strip().replace("\n", "\n" + INDENT);
    }

    void show(AgentApproval approval) {
        say("a person must decide on " + approval.metadata().name());
        approval.spec()
                .actions()
                .forEach(action -> out.println(plain(INDENT
                        + "%d. %s on %s, %s"
                                .formatted(action.ordinal(), action.action(), action.target(), action.digest()))));
        approval.spec().risks().forEach(risk -> out.println(INDENT + "look at: " + plain(risk)));
        if (!quiet) {
            out.print(INDENT + "approve? [y/N] ");
            out.flush();
        }
    }

    /** What was typed, once something was; empty while nothing was, and for ever once the input has ended. */
    Optional<Boolean> answer() {
        try {
            if (quiet || in.available() == 0) {
                return Optional.empty();
            }
            String typed = new String(in.readNBytes(in.available()), StandardCharsets.UTF_8);
            return Optional.of(typed.strip().toLowerCase(Locale.ROOT).startsWith("y"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void audit(List<AuditRecord> records) {
        say("the audit trail:");
        for (AuditRecord each : records) {
            out.println(plain(INDENT
                    + "%3d  %s  %-24s %-24s %s"
                            .formatted(
                                    each.sequence(),
                                    each.hash().substring(7, 15),
                                    shortened(each.entry().actor()),
                                    each.entry().action(),
                                    each.entry().subject())));
        }
    }

    private static String shortened(String text) {
        return text.length() <= 24 ? text : text.substring(0, 24);
    }
}
