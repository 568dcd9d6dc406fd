package io.jenkins.plugins.krate.failure;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.source.jenkins.BuildReport.CauseKind;
import org.junit.jupiter.api.Test;

class CausesTest {

    private static class SCMTriggerCause {}

    private static final class RenamedCause extends SCMTriggerCause {}

    private static final class GitLabPushCause {}

    private static final class ReplayCause {}

    private static final class AnyCause {}

    @Test
    void aCauseIsKnownByItsNameOrByWhatItExtends() {
        assertThat(Causes.kind(SCMTriggerCause.class)).isEqualTo(CauseKind.SCM);
        assertThat(Causes.kind(RenamedCause.class)).isEqualTo(CauseKind.SCM);
        assertThat(Causes.kind(GitLabPushCause.class)).isEqualTo(CauseKind.SCM);
        assertThat(Causes.kind(ReplayCause.class)).isEqualTo(CauseKind.REBUILD);
        assertThat(Causes.kind(AnyCause.class)).isEqualTo(CauseKind.OTHER);
        assertThat(Causes.kind(hudson.model.Cause.UpstreamCause.class)).isEqualTo(CauseKind.UPSTREAM);
        assertThat(Causes.kind(hudson.model.Cause.UserIdCause.class)).isEqualTo(CauseKind.USER);
    }

    @Test
    void aReplayNamesTheBuildThatItRepeats() {
        assertThat(Causes.repeated("Replayed #12")).contains(12L);
        assertThat(Causes.repeated("Wiederholt")).isEmpty();
    }
}
