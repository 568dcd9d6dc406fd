package ai.a5c.krate.engine;

import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentArtifact.FileChange;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.writeback.PatchFacts;
import ai.a5c.krate.writeback.PatchFacts.ChangedFile;
import ai.a5c.krate.writeback.Risk;
import ai.a5c.krate.writeback.RiskCheck;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a person should look at in a write-back: in its patch by paths and by what Git saw of it, in others by what they say. */
public final class PatchRisks {

    /** What the person asked for is not kept line by line: no patch is called too large for it. */
    private static final int UNKNOWN_LINES = Integer.MAX_VALUE;

    private static final Map<String, Risk> BY_WARNING = Map.of(
            "ci-definition", Risk.CI_DEFINITION,
            "hook", Risk.GIT_HOOK,
            "gitattributes", Risk.GIT_HOOK,
            "submodule", Risk.GIT_HOOK,
            "lock-file", Risk.LOCK_FILE,
            "codeowners", Risk.OWNERS,
            "agent-configuration", Risk.AGENT_CONFIGURATION,
            "outside", Risk.OUTSIDE_THE_TREE);

    private PatchRisks() {}

    /** The risks of {@code one} as its artifact is stored. */
    public static Set<Risk> of(Records records, AgentWriteBack one) {
        Set<Risk> risks = of(
                one.spec().action(),
                records.get(
                        AgentArtifact.class,
                        one.metadata().namespace(),
                        one.spec().artifact()));
        risks.addAll(RiskCheck.risks(one.spec().action(), one.spec().parameters()));
        return risks;
    }

    /** The risks of doing {@code action} with {@code artifact}. */
    public static Set<Risk> of(String action, Optional<AgentArtifact> artifact) {
        Set<Risk> risks = EnumSet.noneOf(Risk.class);
        if (action.equals("branch-push") && artifact.isPresent()) {
            AgentArtifact.Spec spec = artifact.get().spec();
            risks.addAll(RiskCheck.risks(new PatchFacts(
                    UNKNOWN_LINES, spec.files().stream().map(PatchRisks::fact).toList())));
            spec.files().stream()
                    .flatMap(file -> file.warnings().stream())
                    .flatMap(warning -> Optional.ofNullable(BY_WARNING.get(warning)).stream())
                    .forEach(risks::add);
        }
        return risks;
    }

    private static ChangedFile fact(FileChange file) {
        return new ChangedFile(
                file.path(),
                file.warnings().contains("binary"),
                file.warnings().contains("symlink"),
                file.warnings().contains("executable"),
                0);
    }
}
