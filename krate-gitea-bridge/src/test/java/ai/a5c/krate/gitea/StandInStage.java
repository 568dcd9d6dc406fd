package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.standin.StandInGitea;
import ai.a5c.krate.gitea.standin.StandInVersion;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.source.ForgeSource.Forge;
import ai.a5c.krate.testkit.FakeRepositories;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The stand-in forge with everything that a script needs. */
final class StandInStage implements AutoCloseable {

    private static final SecretValue TOKEN = ScriptWorld.secret("a-token-of-the-script");

    final StandInGitea gitea;
    final ScriptWorld world;
    final ScriptPerson person;
    final ForgeView view;

    StandInStage(Path directory, StandInVersion version) throws IOException {
        SteppingClock clock = new SteppingClock();
        gitea = StandInGitea.start(
                StandInGitea.Config.of(TOKEN).at(clock::atForge).like(version));
        clock.hooks = gitea::deliveries;
        Forge forge = new Forge(gitea.baseUrl(), "acme", "app", Optional.of(TOKEN));
        FakeRepositories repositories = new FakeRepositories(directory.resolve("repositories"));
        person = new StandInScriptPerson(gitea, repositories, version);
        world = new ScriptWorld(forge, ToldRepositories.of(repositories, gitea), clock);
        view = new ForgeView(forge);
    }

    @Override
    public void close() {
        world.close();
        gitea.close();
    }

    /** The time of Krate, which goes on once all calls of hooks are made; if hurried, faster than the stand-in's. */
    private static final class SteppingClock implements ScriptClock {

        private final AtomicReference<Instant> atForge = new AtomicReference<>(Instant.parse("2126-11-20T12:00:00Z"));
        private volatile Duration ahead = Duration.ZERO;
        private volatile boolean hurried;
        private Runnable hooks = () -> {};

        private Instant atForge() {
            return Objects.requireNonNull(atForge.get());
        }

        @Override
        public Instant instant() {
            return atForge().plus(ahead);
        }

        @Override
        public void pause() {
            hooks.run();
            atForge.updateAndGet(instant -> instant.plus(Duration.ofSeconds(hurried ? 1 : 30)));
            ahead = hurried ? ahead.plusSeconds(30) : ahead;
        }

        @Override
        public void hurry() {
            hurried = true;
        }

        @Override
        public boolean isAhead() {
            return hurried;
        }
    }
}
