package io.jenkins.plugins.krate.build;

import io.jenkins.plugins.krate.engine.ApprovalView;
import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.KrateEngine;
import io.jenkins.plugins.krate.engine.RunView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks the engine for what a page shows of runs. */
final class Panes {

    /** The runs that are asked for; older ones are shown as they were kept. */
    private static final int MOST = 10;

    private final Notices notices;
    private final Consumer<RunView> seen;
    private final Map<String, List<PatchLine>> patches = new ConcurrentHashMap<>();

    /** Panes that tell {@code seen} of each run that the engine told of. */
    Panes(Notices notices, Consumer<RunView> seen) {
        this.notices = notices;
        this.seen = seen;
    }

    /** The runs as they were kept. */
    List<RunPane> kept(List<SeenRun> runs) {
        return runs.stream().map(run -> RunPane.kept(run, "", notices)).toList();
    }

    /** The runs as the engine tells of them now; one that it does not tell of is shown as it was kept, with the reason. */
    List<RunPane> asked(List<SeenRun> runs, Supplier<KrateEngine> engines) {
        List<RunPane> panes = new ArrayList<>();
        for (SeenRun run : runs) {
            boolean ask = !run.getId().isEmpty() && panes.size() < MOST;
            panes.add(ask ? asked(run, engines) : RunPane.kept(run, "", notices));
        }
        return panes;
    }

    private RunPane asked(SeenRun run, Supplier<KrateEngine> engines) {
        try {
            KrateEngine engine = engines.get();
            RunView now = engine.run(run.getId());
            seen.accept(now);
            List<ApprovalView> questions = engine.approvals(run.getId());
            return new RunPane(run.again(now), questions, patch(engine, now), "", notices);
        } catch (EngineException e) {
            return RunPane.kept(run, String.valueOf(e.getMessage()), notices);
        }
    }

    /** Artifacts do not change: each is fetched once. */
    private List<PatchLine> patch(KrateEngine engine, RunView run) {
        return run.artifacts().stream()
                .filter(artifact -> artifact.kind().equals("patch"))
                .reduce((first, second) -> second)
                .map(artifact ->
                        patches.computeIfAbsent(artifact.name(), name -> PatchLine.of(engine.artifact(run.id(), name))))
                .orElse(List.of());
    }
}
