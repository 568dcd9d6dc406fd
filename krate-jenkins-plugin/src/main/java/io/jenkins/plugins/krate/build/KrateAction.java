package io.jenkins.plugins.krate.build;

import hudson.model.Run;
import io.jenkins.plugins.krate.KratePermissions;
import io.jenkins.plugins.krate.config.KrateGlobalConfiguration;
import io.jenkins.plugins.krate.engine.KrateEngine;
import io.jenkins.plugins.krate.engine.RunView;
import io.jenkins.plugins.krate.engine.Verdict.JenkinsUser;
import io.jenkins.plugins.krate.step.Calls;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.model.JenkinsLocationConfiguration;
import jenkins.model.RunAction2;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.HttpRedirect;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What a build shows of its runs: kept small with the build, asked of the engine when somebody opens its page. */
public final class KrateAction implements RunAction2 {

    private static final Logger LOGGER = Logger.getLogger(KrateAction.class.getName());
    private static final int MOST_RUNS = 50;
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private ArrayList<SeenRun> runs = new ArrayList<>();
    private transient @Nullable Run<?, ?> build;
    private transient @Nullable Looking looking;

    /** The action of {@code build}; made and added if it has none. */
    public static KrateAction of(Run<?, ?> build) {
        synchronized (build) {
            KrateAction known = build.getAction(KrateAction.class);
            if (known != null) {
                return known;
            }
            KrateAction made = new KrateAction();
            build.addAction(made);
            return made;
        }
    }

    @Override
    public void onAttached(Run<?, ?> run) {
        build = run;
    }

    @Override
    public void onLoad(Run<?, ?> run) {
        build = run;
    }

    @Override
    public String getIconFileName() {
        return "symbol-terminal";
    }

    @Override
    public String getDisplayName() {
        return "Krate";
    }

    @Override
    public String getUrlName() {
        return "krate";
    }

    /** The build. */
    public Run<?, ?> getBuild() {
        if (build == null) {
            throw new IllegalStateException("an action that belongs to no build");
        }
        return build;
    }

    /** The runs as they were last told of, the oldest first. */
    public synchronized List<SeenRun> getRuns() {
        return List.copyOf(runs);
    }

    /** Keeps what the engine told of a run, with the build, if it is new. */
    public void saw(RunView run) {
        if (keep(run)) {
            save();
        }
    }

    /** The list is replaced, not changed: Jenkins may be writing the old one. */
    private synchronized boolean keep(RunView run) {
        ArrayList<SeenRun> next = new ArrayList<>(runs);
        int place = place(next, run.id());
        SeenRun seen = place < 0 ? SeenRun.of(run) : next.get(place).again(run);
        if (place < 0) {
            next.add(seen);
        } else if (next.set(place, seen).isSameAs(seen)) {
            return false;
        }
        while (next.size() > MOST_RUNS) {
            next.remove(0);
        }
        runs = next;
        return true;
    }

    private static int place(List<SeenRun> all, String id) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).getId().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    private void save() {
        try {
            getBuild().save();
        } catch (IOException e) {
            LOGGER.log(
                    Level.WARNING,
                    "cannot keep what Krate said of " + getBuild().getFullDisplayName(),
                    e);
        }
    }

    /** Whether whoever looks may answer what runs ask. */
    public boolean isMayApprove() {
        return getBuild().hasPermission(KratePermissions.APPROVE);
    }

    /** What the page shows; waits for the engine a little, never long. */
    public BuildPage getPage() {
        return new BuildPage(looking().look());
    }

    private synchronized Looking looking() {
        Looking known = looking;
        if (known == null) {
            known = new Looking();
            looking = known;
        }
        return known;
    }

    /** Takes an answer to a question of a run of this build. */
    @POST
    public HttpResponse doDecide(
            @QueryParameter @Nullable String run,
            @QueryParameter @Nullable String approval,
            @QueryParameter @Nullable String verdict,
            @QueryParameter @Nullable String bindingDigest,
            @QueryParameter @Nullable String comment) {
        getBuild().checkPermission(KratePermissions.APPROVE);
        Answering.Given given = Answering.Given.of(run, approval, verdict, bindingDigest, comment);
        looking().answered(given.approval(), new Answering(getRuns(), this::engine).answer(given, user()));
        return new HttpRedirect(".");
    }

    private KrateEngine engine() {
        return KrateGlobalConfiguration.engineFor(getBuild());
    }

    private static JenkinsUser user() {
        String id = Jenkins.getAuthentication2().getName();
        String controller = JenkinsLocationConfiguration.get().getUrl();
        return new JenkinsUser(id, id, controller == null ? "" : controller);
    }

    /** The part that lives only while Jenkins does. */
    private final class Looking {

        private final Notices notices = new Notices();
        private final Panes panes = new Panes(notices, KrateAction.this::saw);
        private final LastView<List<RunPane>> last =
                new LastView<>(panes.kept(getRuns()), Calls::soon, InstantSource.system(), FRESH, PATIENCE);

        LastView.Looked<List<RunPane>> look() {
            return last.look(() -> panes.asked(getRuns(), KrateAction.this::engine));
        }

        void answered(String approval, String notice) {
            notices.put(approval, notice);
            last.forget();
        }
    }
}
