package ai.a5c.krate.gitea.standin;

import static ai.a5c.krate.gitea.standin.StandInAnswer.refusal;

import ai.a5c.krate.gitea.standin.StandInTokens.Token;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Gitea's answers to the requests that Krate makes, below {@code /api/v1}. */
final class StandInRoutes {

    private final List<StandInRoute> routes;

    StandInRoutes(StandInForge forge, StandInHooks hooks, StandInWork work) {
        this.routes = Stream.of(
                        work.routes(),
                        new AccountRoutes(forge).routes(),
                        new CommentRoutes(forge).routes(),
                        new IssueRoutes(forge).routes(),
                        new PullRoutes(forge).routes(),
                        new HookRoutes(forge, hooks).routes())
                .flatMap(List::stream)
                .toList();
    }

    /** The answer to {@code method path} with {@code token}. */
    StandInAnswer answer(Token token, Asked asked) {
        boolean known = false;
        for (StandInRoute route : routes) {
            Optional<List<String>> variables = route.match(asked.path());
            known |= variables.isPresent();
            if (variables.isPresent() && route.method().equals(asked.method())) {
                return answer(route, token, asked.call(token.login(), variables.get()));
            }
        }
        return known ? refusal(405, "Method Not Allowed") : StandInAnswer.NOT_FOUND;
    }

    private static StandInAnswer answer(StandInRoute route, Token token, StandInCall call) {
        if (!route.scope().isEmpty() && !token.allows(route.neededScope())) {
            return refusal(
                    403, "token does not have at least one of required scope(s): [%s]".formatted(route.neededScope()));
        }
        return route.answer().apply(call);
    }

    /**
     * A request.
     *
     * @param path below {@code /api/v1}, decoded
     * @param url the whole address without its query
     */
    record Asked(String method, String path, String url, Map<String, String> query, String text) {

        StandInCall call(String login, List<String> variables) {
            return new StandInCall(login, method, url, variables, query, text);
        }
    }
}
