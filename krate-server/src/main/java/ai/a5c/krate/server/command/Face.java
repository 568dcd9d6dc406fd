package ai.a5c.krate.server.command;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.match.NearestName;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The Kubernetes face of a server, with one organization's namespace as the usual place.
 *
 * @param namespace empty for all that the token may see
 */
record Face(ApiClient client, Optional<String> namespace) {

    /** Kinds by the words of a person: {@code stacks,rules}. */
    static List<Kind> kinds(String words) {
        return Arrays.stream(words.split(",", -1)).map(Face::kind).distinct().toList();
    }

    static Kind kind(String word) {
        return KindRegistry.meant(word)
                .orElseThrow(() -> new CommandException("unknown kind '%s'%s"
                        .formatted(
                                word,
                                NearestName.hint(
                                        word,
                                        KindRegistry.all().stream()
                                                .map(Kind::name)
                                                .toList()))));
    }

    /** As {@code runnerpool.krate.a5c.ai/local}. */
    static String reference(Kind kind, String name) {
        return "%s.%s/%s".formatted(singular(kind), kind.apiVersion().split("/", 2)[0], name);
    }

    private static String singular(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** The address of all of a kind. */
    String path(Kind kind) {
        return at(kind, namespace);
    }

    /** The address of one resource; {@code own} is the namespace that its document names, if it does. */
    String path(Kind kind, Optional<String> own, String name) {
        return at(kind, own.or(() -> namespace)) + "/" + ApiClient.encoded(name);
    }

    private static String at(Kind kind, Optional<String> namespace) {
        Optional<String> place = kind.info().installation() ? Optional.of(ResourceDesk.INSTALLATION) : namespace;
        return "/apis/%s%s/%s"
                .formatted(
                        kind.apiVersion(),
                        place.map(name -> "/namespaces/" + ApiClient.encoded(name))
                                .orElse(""),
                        kind.info().plural());
    }

    /** All pages of a list as one; a table if {@code table} and the server makes them. */
    Map<String, Object> list(String path, String query, boolean table) {
        Map<String, Object> whole = new LinkedHashMap<>();
        List<Object> parts = new ArrayList<>();
        String next = "";
        do {
            String page = path + "?limit=500" + query + (next.isEmpty() ? "" : "&continue=" + ApiClient.encoded(next));
            Map<String, Object> answer = table ? client.table(page) : client.get(page);
            String member = answer.containsKey("rows") ? "rows" : "items";
            if (answer.get(member) instanceof List<?> some) {
                parts.addAll(some);
            }
            whole = new LinkedHashMap<>(answer);
            whole.put(member, parts);
            next = Output.at(answer, ".metadata.continue");
        } while (!next.isEmpty());
        return whole;
    }
}
