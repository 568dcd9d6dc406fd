package ai.a5c.krate.engine.intake;

import ai.a5c.krate.causality.Ancestry;
import ai.a5c.krate.causality.Causality;
import ai.a5c.krate.causality.Marker;
import ai.a5c.krate.causality.Verdict;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.store.Query;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out which runs stand behind an event: whose branch or commit it is about, and who asked for that run. */
final class Origins {

    /** What happens by itself when somebody pushes; what a person says about our work is the person's own. */
    private static final Set<Source> CONSEQUENCES = EnumSet.of(Source.PUSH, Source.CI, Source.STATUS);

    private static final String OURS = "krate/";
    private static final Pattern RUN = Pattern.compile("(?m)^ *Krate-Run: ([a-z0-9][a-z0-9.-]{0,252})$");
    private static final int DEEPEST = 200;

    private final Desk desk;

    Origins(Desk desk) {
        this.desk = desk;
    }

    /** The event with as many runs behind it as are known here, or as its source says if that is more. */
    SourceEvent traced(String namespace, SourceEvent event) {
        int depth = cause(namespace, event).map(run -> depth(namespace, run)).orElse(0);
        return depth > event.chainDepth() ? event.withChainDepth(depth) : event;
    }

    /** Why {@code event} counts for nothing under a rule that allows {@code maxChainDepth}; empty if it counts. */
    Optional<Reason> echo(SourceEvent event, int maxChainDepth) {
        Verdict verdict = verdict(event, maxChainDepth);
        return verdict.admitted() ? Optional.empty() : Optional.of(new Reason(code(verdict), verdict.reason()));
    }

    Verdict verdict(SourceEvent event, int maxChainDepth) {
        String own = event.actor().self() ? event.actor().id() : "";
        return Causality.judge(
                event,
                new Ancestry(
                        own,
                        event.chainDepth(),
                        maxChainDepth,
                        List.of(desk.ports().markerKey())));
    }

    private static String code(Verdict verdict) {
        return switch (verdict.code()) {
            case ADMITTED -> "Admitted";
            case OWN_ECHO -> "OwnEcho";
            case EDITED_BY_OTHER -> "EditedByOther";
            case CHAIN_TOO_DEEP -> "ChainTooDeep";
        };
    }

    /** The run whose work set off {@code event}, if one did. */
    Optional<AgentDispatchRun> cause(String namespace, SourceEvent event) {
        if (!CONSEQUENCES.contains(event.source()) && !event.actor().bot()) {
            return Optional.empty();
        }
        return event.branch()
                .filter(branch -> branch.startsWith(OURS))
                .flatMap(branch -> desk.get(AgentDispatchRun.class, namespace, name(branch.substring(OURS.length()))))
                .or(() -> event.sha().flatMap(sha -> pusher(namespace, sha)))
                .or(() -> committer(namespace, event));
    }

    /** The run that made the commit that was built, as the commit's own message says under our signature. */
    private Optional<AgentDispatchRun> committer(String namespace, SourceEvent event) {
        if (event.source() != Source.CI) {
            return Optional.empty();
        }
        List<Marker> markers = Marker.findAll(event.text().body()).stream()
                .filter(marker -> marker.verify(desk.ports().markerKey()))
                .toList();
        Matcher named = RUN.matcher(event.text().body());
        return markers.isEmpty() || !named.find()
                ? Optional.empty()
                : desk.get(AgentDispatchRun.class, namespace, name(named.group(1)))
                        .filter(run -> markers.stream()
                                .anyMatch(marker ->
                                        marker.run().equals(run.metadata().uid())));
    }

    /** A branch can be called anything; what is no name names no run. */
    private static String name(String text) {
        return text.matches("[a-z0-9][a-z0-9.-]{0,252}") ? text : "";
    }

    private Optional<AgentDispatchRun> pusher(String namespace, String sha) {
        Query pushes = Query.of("AgentWriteBack", namespace)
                .whereField("status.remoteId", sha)
                .limit(1);
        return desk.list(AgentWriteBack.class, pushes).stream()
                .findFirst()
                .flatMap(push ->
                        desk.get(AgentDispatchRun.class, namespace, push.spec().dispatchRun()));
    }

    private int depth(String namespace, AgentDispatchRun run) {
        int depth = 1;
        Optional<AgentDispatchRun> parent = parent(namespace, run);
        while (parent.isPresent() && depth < DEEPEST) {
            depth++;
            parent = parent(namespace, parent.get());
        }
        return depth;
    }

    private Optional<AgentDispatchRun> parent(String namespace, AgentDispatchRun run) {
        return desk.get(AgentDispatchRun.class, namespace, run.spec().parentRun());
    }
}
