package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.all;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.source.ForgeSource.Access;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a repository says of its forge once a delivery was judged. */
class ForgeAccessTest {

    private static final Access WITHHELD =
            new Access(false, "PermissionsWithheld", "make the account an administrator");

    private Scenario scenario;
    private Krate krate;

    @BeforeEach
    void start(@TempDir Path root) {
        scenario = new Scenario(root);
        krate = scenario.krate(new InMemoryResourceStore());
        scenario.apply(krate);
    }

    @Test
    void nothingIsSaidOfAForgeThatWasNotAsked() {
        deliver("d-1");
        assertThat(conditions()).isEmpty();
    }

    @Test
    void aForgeThatWithholdsWhatAccountsMayDoIsACondition() {
        scenario.access = Optional.of(WITHHELD);
        deliver("d-1");
        assertThat(conditions()).singleElement().satisfies(condition -> {
            assertThat(condition.status()).isEqualTo("False");
            assertThat(condition.reason()).isEqualTo("PermissionsWithheld");
            assertThat(condition.message()).isEqualTo("make the account an administrator");
            assertThat(condition.observedGeneration())
                    .isEqualTo(repository().metadata().generation());
        });
    }

    @Test
    void theConditionGoesWithItsCauseAndIsNotWrittenAgainForTheSame() {
        scenario.access = Optional.of(WITHHELD);
        deliver("d-1");
        String version = repository().metadata().resourceVersion();
        deliver("d-2");
        assertThat(repository().metadata().resourceVersion()).isEqualTo(version);
        scenario.access = Optional.of(new Access(true, "PermissionsTold", ""));
        deliver("d-3");
        assertThat(conditions())
                .singleElement()
                .satisfies(condition -> assertThat(condition.status()).isEqualTo("True"));
    }

    private void deliver(String id) {
        scenario.deliver(krate, id);
        krate.drain();
    }

    private List<Condition> conditions() {
        return repository().status().conditions().stream()
                .filter(condition -> condition.type().equals("ForgeAccess"))
                .toList();
    }

    private Repository repository() {
        return all(krate, Repository.class).get(0);
    }
}
