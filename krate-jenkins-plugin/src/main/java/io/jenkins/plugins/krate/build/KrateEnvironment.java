package io.jenkins.plugins.krate.build;

import hudson.EnvVars;
import hudson.Extension;
import hudson.model.EnvironmentContributor;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.krate.KratePermissions;
import java.util.List;

/** {@code KRATE_RUN_ID} and {@code KRATE_URL} of the latest run of a build. */
@Extension
public final class KrateEnvironment extends EnvironmentContributor {

    /** The contributor; the permissions of the plugin are known from here on. */
    public KrateEnvironment() {
        KratePermissions.register();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void buildEnvironmentFor(Run build, EnvVars environment, TaskListener listener) {
        Run<?, ?> known = build;
        KrateAction action = known.getAction(KrateAction.class);
        if (action == null) {
            return;
        }
        List<SeenRun> dispatched =
                action.getRuns().stream().filter(run -> !run.getId().isEmpty()).toList();
        if (!dispatched.isEmpty()) {
            SeenRun latest = dispatched.get(dispatched.size() - 1);
            environment.put("KRATE_RUN_ID", latest.getId());
            environment.put("KRATE_URL", latest.getUrl());
        }
    }
}
