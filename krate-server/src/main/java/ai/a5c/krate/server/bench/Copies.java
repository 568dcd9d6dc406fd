package ai.a5c.krate.server.bench;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.AgentContextBundle;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import java.util.List;

/** A queued run with its bundle and attempt, again and again: in other organizations, for other issues. */
final class Copies {

    private final List<Resource> first;
    private final String run;
    private final Site site;
    private int made;

    /** Copies of the run of that name in the first organization of {@code site}. */
    Copies(Site site, String run) {
        Desk desk = site.desk();
        String namespace = Site.organization(0);
        this.site = site;
        this.run = run;
        this.first = List.of(
                desk.get(AgentDispatchRun.class, namespace, run).orElseThrow(),
                desk.get(AgentContextBundle.class, namespace, run + "-context").orElseThrow(),
                desk.get(AgentDispatchAttempt.class, namespace, run + "-1").orElseThrow());
    }

    /** Makes {@code count} more; says how many. */
    int make(Records records, int count) {
        for (int i = 0; i < count; i++) {
            made++;
            first.forEach(resource -> records.create(copy(resource, made)));
        }
        return count;
    }

    private Resource copy(Resource resource, int number) {
        String document = Json.write(ResourceCodec.write(resource))
                .replace(run, run + "-" + number)
                .replace(Site.organization(0), Site.organization(site.comments().organization(number)))
                .replace("app-0", site.comments().repository(number))
                .replace("issue/1\"", "issue/" + (number + 1) + "\"");
        return ResourceCodec.read(KindRegistry.of(resource.getClass()), Json.readObject(document));
    }
}
