package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.gitea.standin.StandInVersion;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The scripts against the stand-in, as both versions; {@link GiteaScriptIT} plays the same against a real Gitea. */
class GiteaScriptTest {

    @TempDir
    private Path directory;

    private StandInStage start(StandInVersion version) throws IOException {
        return new StandInStage(directory, version);
    }

    @ParameterizedTest
    @EnumSource(StandInVersion.class)
    void theScriptOfTheCapturesIsPlayed(StandInVersion version) throws IOException {
        try (StandInStage stage = start(version)) {
            new GiteaScript(stage.world, stage.person, stage.view).play();
            assertThat(stage.world.isHooked()).isTrue();
        }
    }

    @Test
    void theScriptOfTheCapturesIsPlayedWhereTheForgeCannotCallKrate() throws IOException {
        try (StandInStage stage = start(StandInVersion.HEAD)) {
            stage.gitea.allowHosts(false);
            new GiteaScript(stage.world, stage.person, stage.view).play();
            assertThat(stage.world.isHooked()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(StandInVersion.class)
    void everyEffectIsApprovedAtTheForgeAndStandsThereOnce(StandInVersion version) throws IOException {
        try (StandInStage stage = start(version)) {
            stage.world.connect();
            GiteaEffectsScript script = new GiteaEffectsScript(stage.world, stage.person, stage.view);
            script.mend();
            script.mendAgain();
            script.reviewAgainAfterAPush();
            script.review();
        }
    }

    @Test
    void whatIsApprovedIsFoundWhereNoHookCallsKrate() throws IOException {
        try (StandInStage stage = start(StandInVersion.BUILT)) {
            stage.world.lookOnly();
            new GiteaEffectsScript(stage.world, stage.person, stage.view).reviewAgainAfterAPush();
        }
    }
}
