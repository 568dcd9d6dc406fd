package ai.a5c.krate.server.bench;

import ai.a5c.krate.engine.Incoming;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Comments on as many issues, spread over the repositories of a site; each asks an agent for something else. */
final class Comments {

    private static final String TEMPLATE = Site.text("comment.json");

    private static final int PEOPLE = 40;

    private final int organizations;
    private final int repositories;

    Comments(int organizations, int repositories) {
        this.organizations = organizations;
        this.repositories = repositories;
    }

    /** The organizations with their repositories. */
    Map<String, List<String>> places() {
        Map<String, List<String>> places = new LinkedHashMap<>();
        for (int number = 0; number < organizations * repositories; number++) {
            places.computeIfAbsent(Site.organization(organization(number)), name -> new ArrayList<>())
                    .add(repository(number));
        }
        return places;
    }

    /** The number of the organization that the comment of that number is made in. */
    int organization(int number) {
        return number % organizations;
    }

    /** The repository that the comment of that number is made in. */
    String repository(int number) {
        return "app-" + number / organizations % repositories;
    }

    /** The delivery of the comment of that number. */
    Incoming comment(int number) {
        String organization = Site.organization(organization(number));
        return Incoming.by(organization, organization, "gitea")
                .delivery("delivery-" + number, "issue_comment")
                .headers(Map.of("x-gitea-event", "issue_comment", "x-gitea-event-type", "issue_comment"), "valid")
                .body(body(number));
    }

    /** What Gitea sends of the comment of that number. */
    byte[] body(int number) {
        return TEMPLATE.replace("ORGANIZATION", Site.organization(organization(number)))
                .replace("REPOSITORY", repository(number))
                .replace("\"NUMBER\"", Integer.toString(number + 1))
                .replace("ACTOR", "person-" + number % PEOPLE)
                .getBytes(StandardCharsets.UTF_8);
    }
}
