package ai.a5c.krate.gitea;

import ai.a5c.krate.event.SourceEvent.Actor;
import ai.a5c.krate.gitea.Answer.Given;
import ai.a5c.krate.gitea.Answer.Withheld;
import ai.a5c.krate.gitea.client.ApiException;
import ai.a5c.krate.gitea.client.GiteaApi;
import ai.a5c.krate.gitea.client.Permission;
import ai.a5c.krate.gitea.client.User;
import ai.a5c.krate.source.ForgeSource.Access;
import ai.a5c.krate.source.ForgeSource.Forge;
import ai.a5c.krate.source.SourceUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** Asks a forge about accounts and pull requests; what it says about accounts is good for a minute. */
final class ForgeFacts {

    private static final Duration GOOD_FOR = Duration.ofSeconds(60);

    private final GiteaConnections connections;
    private final Recent<Asker, Answer<String>> owns;
    private final Recent<Question, Answer<String>> permissions;
    private final Accesses accesses = new Accesses();

    ForgeFacts(GiteaConnections connections, InstantSource clock) {
        this.connections = connections;
        this.owns = new Recent<>(GOOD_FOR, clock);
        this.permissions = new Recent<>(GOOD_FOR, clock);
    }

    /** The id of Krate's own account. */
    Answer<String> ownId(Forge forge) {
        Answer<String> own =
                owns.get(Asker.of(forge), () -> ask(forge, GiteaApi::currentUser, ForgeFacts::id, ForgeFacts::noOwnId));
        if (own instanceof Withheld<String> withheld) {
            accesses.note(forge, new Access(false, "AccountUnknown", withheld.reason()));
        }
        return own;
    }

    /** What the account may do: none, read, write, admin or owner; asked by name, believed for the id only. */
    Answer<String> permission(Forge forge, Actor actor) {
        Question question = new Question(Asker.of(forge), forge.owner(), forge.name(), actor.login(), actor.id());
        return isPerson(actor) ? permissions.get(question, () -> permissionNow(forge, actor)) : nobody(actor);
    }

    /** The same, asked at this moment whatever was answered before. */
    Answer<String> permissionNow(Forge forge, Actor actor) {
        return isPerson(actor)
                ? ask(
                        forge,
                        api -> api.permission(forge.owner(), forge.name(), actor.login()),
                        found -> {
                            accesses.note(forge, new Access(true, "PermissionsTold", ""));
                            return permission(found, actor);
                        },
                        refusal -> noPermission(refusal, forge, actor))
                : nobody(actor);
    }

    private static boolean isPerson(Actor actor) {
        return !actor.id().startsWith("-") && !actor.id().equals("0") && GiteaConnections.isName(actor.login());
    }

    private static Answer<String> nobody(Actor actor) {
        return new Withheld<>("%s is no account of a person that permissions can be asked for"
                .formatted(Wording.line(actor.login())));
    }

    /** What the last answers about accounts showed. */
    Optional<Access> access(Forge forge) {
        return accesses.of(forge);
    }

    /** The pull request as it is now. */
    Answer<PullFacts> pull(Forge forge, long number) {
        return ask(
                forge,
                api -> api.pull(forge.owner(), forge.name(), number),
                pull -> PullFacts.of(pull, number)
                        .<Answer<PullFacts>>map(Given::new)
                        .orElseGet(() ->
                                new Withheld<>("the forge says of pull request %d no head commit".formatted(number))),
                refusal -> "pull request %d cannot be seen (%s)".formatted(number, refusal.told()));
    }

    /** What the forge answers, understood; a refusal that asking again cannot change is explained. */
    <A, T> Answer<T> ask(
            Forge forge, Call<A> call, Function<A, Answer<T>> understand, Function<ApiRefusal, String> explain) {
        try {
            A answer = call.on(connections.open(forge));
            if (answer == null) {
                throw new SourceUnavailableException("%s gave an empty answer".formatted(forge.baseUrl()));
            }
            return understand.apply(answer);
        } catch (ApiException e) {
            ApiRefusal refusal = ApiRefusal.of(e, forge);
            if (refusal.passing()) {
                throw new SourceUnavailableException(
                        "%s cannot be asked now: %s".formatted(forge.baseUrl(), refusal.told()));
            }
            return new Withheld<>(explain.apply(refusal));
        } catch (ForgeSettingException e) {
            return new Withheld<>(e.reason());
        }
    }

    private static Answer<String> id(User user) {
        return user.getId() == null
                ? new Withheld<>("the forge does not say which account Krate's token belongs to")
                : new Given<>(user.getId().toString());
    }

    private static Answer<String> permission(Permission found, Actor actor) {
        User user = found.getUser();
        if (user == null || user.getId() == null || !user.getId().toString().equals(actor.id())) {
            return new Withheld<>("the name %s belongs to another account now".formatted(actor.login()));
        }
        return found.getPermission() == null
                ? new Withheld<>("the forge does not say what %s may do".formatted(actor.login()))
                : new Given<>(Wording.bounded(found.getPermission(), 64));
    }

    private static String noOwnId(ApiRefusal refusal) {
        return "Krate's own account cannot be told, so an echo of its own could not be: give its token the scope read:user (%s)"
                .formatted(refusal.told());
    }

    private String noPermission(ApiRefusal refusal, Forge forge, Actor actor) {
        String repository = forge.owner() + "/" + forge.name();
        if (refusal.status() == 403) {
            accesses.note(forge, withheld(refusal, repository));
            return "what %s may do in %s cannot be asked: make Krate's account an administrator of the repository (%s)"
                    .formatted(actor.login(), repository, refusal.told());
        }
        return "what %s may do in %s is not known to the forge (%s)"
                .formatted(actor.login(), repository, refusal.told());
    }

    private static Access withheld(ApiRefusal refusal, String repository) {
        return new Access(
                false,
                "PermissionsWithheld",
                "nobody is trusted, since the forge does not say what accounts may do in %s: make Krate's account an administrator of the repository (%s)"
                        .formatted(repository, refusal.told()));
    }

    /** One call of the API. */
    @FunctionalInterface
    interface Call<A> {

        A on(GiteaApi api) throws ApiException;
    }

    private record Question(Asker asker, String owner, String name, String login, String id) {}
}
