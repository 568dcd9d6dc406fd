package ai.a5c.krate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.KindInfo.Writer;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The files of examples/kinds, applied to one organization in the order of the registry. */
class AppliedExamplesTest {

    private static List<Map<String, Object>> documents(Kind kind) throws IOException {
        return Documents.read(Files.readAllBytes(Path.of("../examples/kinds/" + kind.name() + ".yaml")));
    }

    @Test
    void everyKindCanBeAppliedAndAppliedAgain() throws IOException {
        try (InMemoryResourceStore store = new InMemoryResourceStore()) {
            Tenants tenants = new Tenants(store);
            for (Kind kind : KindRegistry.all()) {
                for (Map<String, Object> document : documents(kind)) {
                    String what = kind.name() + " " + document.get("metadata");
                    if (kind.info().writer() == Writer.PEOPLE) {
                        assertThat(applied(tenants, document)).as(what).isEqualTo(Applied.Outcome.CREATED);
                        assertThat(applied(tenants, document)).as(what).isEqualTo(Applied.Outcome.UNCHANGED);
                    } else {
                        Resource example = ResourceCodec.parse(document, "acme");
                        Resource stored = tenants.engine.write(records -> records.create(example));
                        assertThat(ResourceCodec.write(stored).get("spec"))
                                .as(what)
                                .isEqualTo(ResourceCodec.write(example).get("spec"));
                    }
                }
            }
        }
    }

    private static Applied.Outcome applied(Tenants tenants, Map<String, Object> document) {
        return tenants.desk.apply(document, "acme", Tenants.ADMINISTRATOR).outcome();
    }
}
