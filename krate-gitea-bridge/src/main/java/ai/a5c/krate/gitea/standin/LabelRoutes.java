package ai.a5c.krate.gitea.standin;

import static ai.a5c.krate.gitea.standin.StandInAnswer.NOT_FOUND;
import static ai.a5c.krate.gitea.standin.StandInAnswer.refusal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the stand-in answers about labels: of its repository, of its organization and of its issues. */
final class LabelRoutes {

    private static final String ISSUE = "issue";
    private static final String ON = "/issues/{}/labels";

    private final StandInForge forge;
    private final Map<String, Long> own = new LinkedHashMap<>(Map.of("bug", 1L));
    private final Map<String, Long> shared = new LinkedHashMap<>(Map.of("priority/high", 1_001L));

    LabelRoutes(StandInForge forge) {
        this.forge = forge;
    }

    List<StandInRoute> routes() {
        return List.of(
                StandInRoute.repository("GET", "/labels", ISSUE, call -> page(call, own)),
                StandInRoute.repository("POST", "/labels", ISSUE, this::make),
                StandInRoute.of("GET", "/orgs/acme/labels", "organization", call -> page(call, shared)),
                StandInRoute.repository("GET", ON, ISSUE, this::on),
                StandInRoute.repository("POST", ON, ISSUE, this::add),
                StandInRoute.repository("DELETE", ON + "/{}", ISSUE, this::remove));
    }

    /** The names of the repository's own labels. */
    synchronized List<String> names() {
        return List.copyOf(own.keySet());
    }

    private synchronized StandInAnswer page(StandInCall call, Map<String, Long> labels) {
        return StandInAnswer.page(
                call,
                labels.entrySet().stream()
                        .map(label -> json(label.getValue(), label.getKey()))
                        .toList());
    }

    private static Map<String, Object> json(long id, String name) {
        return StandInJson.of(
                "id", id, "name", name, "exclusive", false, "is_archived", false, "color", "ededed", "description", "");
    }

    private synchronized StandInAnswer make(StandInCall call) {
        String name = call.text("name");
        if (!forge.accounts().mayWrite(call.login())) {
            return refusal(403, "user should have a permission to write to issues");
        }
        own.put(name, own.size() + 1L);
        return StandInAnswer.of(201, json(own.size(), name));
    }

    private StandInAnswer on(StandInCall call) {
        return forge.item(call.number(0))
                .map(item -> StandInAnswer.of(200, item.get("labels")))
                .orElse(NOT_FOUND);
    }

    private synchronized StandInAnswer add(StandInCall call) {
        StandInItem item = forge.item(call.number(0)).orElse(null);
        if (item == null) {
            return NOT_FOUND;
        }
        if (!forge.accounts().mayWrite(call.login())) {
            return refusal(403, "write permission is required");
        }
        List<Object> labels = new ArrayList<>((List<?>) item.get("labels"));
        for (Object wanted : call.list("labels")) {
            if (wanted instanceof String && forge.version() == StandInVersion.BUILT) {
                return refusal(422, "json: cannot unmarshal string into Go struct field .labels of type int64");
            }
            List.of(own, shared)
                    .forEach(known -> known.forEach((name, id) -> {
                        if (wanted.equals(name) || (wanted instanceof Number number && number.longValue() == id)) {
                            labels.add(json(id, name));
                        }
                    }));
        }
        return changed(call, item, labels.stream().distinct().toList());
    }

    private StandInAnswer changed(StandInCall call, StandInItem item, List<?> labels) {
        forge.change(call.login(), item, new StandInForge.Change("labels", labels, "label_updated", "label"));
        return StandInAnswer.of(200, labels);
    }

    private synchronized StandInAnswer remove(StandInCall call) {
        StandInItem item = forge.item(call.number(0)).orElse(null);
        if (item == null) {
            return NOT_FOUND;
        }
        List<?> left = ((List<?>) item.get("labels"))
                .stream()
                        .filter(label -> !Objects.toString(((Map<?, ?>) label).get("id"))
                                .equals(call.variables().get(1)))
                        .toList();
        changed(call, item, left);
        return StandInAnswer.done();
    }
}
