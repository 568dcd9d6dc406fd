package ai.a5c.krate.gitea;

import ai.a5c.krate.source.ForgeFeed;
import ai.a5c.krate.source.ForgeSource.Forge;
import ai.a5c.krate.source.SourceUnavailableException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lists what changed at Gitea as the deliveries that it would have made: first issues, then comments, then pull requests with
 * their reviews.
 *
 * <p>A place is a list's name and a page's number: {@code comments:2}.
 */
final class GiteaFeed implements ForgeFeed {

    private static final List<String> LISTS = List.of("issues", "comments", "pulls");
    private static final int PAGE = 20;
    private static final int MOST_PAGES = 1_000;

    private final GiteaConnections connections;

    GiteaFeed(GiteaConnections connections) {
        this.connections = connections;
    }

    @Override
    public Optional<Instant> now(Forge forge) {
        return asked(forge, api -> api.get("version").at());
    }

    @Override
    public Page read(Forge forge, Instant since, String place) {
        String[] parts = place.split(":", 2);
        String list = parts.length == 2 && LISTS.contains(parts[0]) ? parts[0] : LISTS.get(0);
        int page = parts.length == 2 && parts[1].matches("[1-9][0-9]{0,3}") ? Integer.parseInt(parts[1]) : 1;
        return asked(forge, api -> page(api, list, page, since));
    }

    /** A page of a list; after a page that is not full comes the next list. */
    private static Page page(JsonApi api, String list, int page, Instant since) {
        String window = "page=%d&limit=%d&since=%s"
                .formatted(page, PAGE, URLEncoder.encode(since.toString(), StandardCharsets.UTF_8));
        List<Map<String, Object>> items =
                api.need(api.repository(path(list) + window)).objects();
        Retelling retelling = new Retelling(api, since);
        for (Map<String, Object> item : items) {
            switch (list) {
                case "issues" -> retelling.issue(item);
                case "pulls" -> retelling.pull(item);
                default -> retelling.comment(item);
            }
        }
        boolean more = items.size() >= PAGE && page < MOST_PAGES;
        int following = LISTS.indexOf(list) + 1;
        String next =
                more ? "%s:%d".formatted(list, page + 1) : following < LISTS.size() ? LISTS.get(following) + ":1" : "";
        return new Page(retelling.changes(), next, retelling.latest(), api.requests());
    }

    private static String path(String list) {
        return switch (list) {
            case "issues" -> "/issues?state=all&type=issues&";
            case "pulls" -> "/issues?state=all&type=pulls&";
            default -> "/issues/comments?";
        };
    }

    private <T> T asked(Forge forge, Function<JsonApi, T> ask) {
        try {
            return ask.apply(connections.json(forge));
        } catch (ForgeSettingException e) {
            throw new SourceUnavailableException(e.reason());
        }
    }
}
