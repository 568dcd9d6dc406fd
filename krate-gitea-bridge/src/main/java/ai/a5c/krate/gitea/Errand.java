package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.client.ApiException;
import ai.a5c.krate.gitea.client.GiteaApi;
import ai.a5c.krate.source.ForgeSource.Forge;
import ai.a5c.krate.target.TargetException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written at one place of one forge.
 *
 * <p>Whatever the forge answers instead comes as a {@link TargetException} that names the place, says whether it may pass and
 * what to do; the forge's own words, such as the scope that a token lacks, are passed on.
 */
final class Errand {

    private static final int PAGE = 50;
    private static final int MAX_PAGES = 1_000;

    private final GiteaConnections connections;
    private final Standing standing;
    private final Forge forge;
    private final Wish wish;

    Errand(GiteaConnections connections, Standing standing, Forge forge, Wish wish) {
        this.connections = connections;
        this.standing = standing;
        this.forge = forge;
        this.wish = wish;
    }

    /**
     * What is wanted, in words.
     *
     * @param place behind the repository's name, as {@code #7}
     * @param verb what is done to it, as {@code comment on}
     * @param scopes what the token needs for it
     */
    record Wish(String place, String verb, String scopes) {}

    /** What is known of a forge for a while. */
    interface Standing {

        OwnAccount own(Errand errand);

        GiteaVersion version(Errand errand);
    }

    /** One or more calls of the API. */
    @FunctionalInterface
    interface Call<T> {

        @Nullable T on(GiteaApi api) throws ApiException;
    }

    /** A call for one page of a list. */
    @FunctionalInterface
    interface PageCall<T> {

        @Nullable List<T> on(GiteaApi api, int page, int limit) throws ApiException;
    }

    Forge forge() {
        return forge;
    }

    String owner() {
        return forge.owner();
    }

    String name() {
        return forge.name();
    }

    /** As {@code acme/app#7}. */
    String where() {
        return repository() + wish.place();
    }

    /** As {@code acme/app}. */
    String repository() {
        return forge.owner() + "/" + forge.name();
    }

    /** Where a person can look, below the repository; never taken from an answer. */
    String url(String path) {
        return "%s/%s/%s".formatted(GiteaConnections.baseUrl(forge), repository(), path);
    }

    OwnAccount own() {
        return standing.own(this);
    }

    GiteaVersion version() {
        return standing.version(this);
    }

    /** What {@code call} gives. */
    <T> T call(Call<T> call) {
        return call(call, refusal -> {
            throw refused(refusal);
        });
    }

    /** What {@code call} gives, or {@code otherwise} makes of what came instead. */
    <T> T call(Call<T> call, Function<ApiRefusal, T> otherwise) {
        try {
            return present(call.on(connections.open(forge)), "the forge gave an empty answer");
        } catch (ApiException e) {
            return otherwise.apply(ApiRefusal.of(e, forge));
        } catch (ForgeSettingException e) {
            throw new TargetException("InvalidForge", e.reason(), false);
        }
    }

    /** What {@code call} gives; empty if the forge says that there is no such thing. */
    <T> Optional<T> look(Call<T> call) {
        return call(api -> Optional.ofNullable(call.on(api)), refusal -> {
            if (refusal.status() == 404) {
                return Optional.empty();
            }
            throw refused(refusal);
        });
    }

    /** The diff of a pull request as it is now; empty if it is larger than is read. */
    String diff(long number) {
        String path = "/repos/%s/pulls/%d.diff".formatted(repository(), number);
        return call(api -> {
            try {
                return connections.text(forge, path);
            } catch (ApiException e) {
                if (OversizedAnswerException.isBehind(e)) {
                    return "";
                }
                throw e;
            }
        });
    }

    /** The first of a list that {@code wanted} holds for. */
    <T> Optional<T> first(PageCall<T> call, Function<T, @Nullable Object> identity, Predicate<T> wanted) {
        return call(api -> pages(api, call, identity, wanted));
    }

    /**
     * Looks through all pages until one brings nothing new; some lists come as a whole on every page, and an empty one may
     * come as null.
     */
    private <T> Optional<T> pages(
            GiteaApi api, PageCall<T> call, Function<T, @Nullable Object> identity, Predicate<T> wanted)
            throws ApiException {
        Set<Object> seen = new HashSet<>();
        for (int page = 1; page <= MAX_PAGES; page++) {
            List<T> answered = call.on(api, page, PAGE);
            List<T> fresh = (answered == null ? List.<T>of() : answered)
                    .stream()
                            .filter(one -> one != null && identity.apply(one) != null && seen.add(identity.apply(one)))
                            .toList();
            Optional<T> found = fresh.stream().filter(wanted).findFirst();
            if (found.isPresent() || fresh.isEmpty()) {
                return found;
            }
        }
        throw new TargetException("Unreachable", "the forge lists %s without end".formatted(where()), true);
    }

    /** A member of an answer that must be there. */
    <T> T present(@Nullable T member, String otherwise) {
        if (member == null) {
            throw new TargetException("Unreachable", otherwise, true);
        }
        return member;
    }

    /** What is to be said when the forge refused. */
    TargetException refused(ApiRefusal refusal) {
        if (refusal.passing()) {
            return new TargetException(
                    "Unreachable",
                    "%s did not take the call for %s: %s".formatted(forge.baseUrl(), where(), refusal.told()),
                    true);
        }
        String told = refusal.told();
        return switch (refusal.status()) {
            case 401 -> failure("Unauthorized", "the forge does not know Krate's token: " + told);
            case 403, 405 ->
                failure(
                        "Forbidden",
                        "Krate may not %s %s; its token needs %s (%s)"
                                .formatted(wish.verb(), where(), wish.scopes(), told));
            case 404 -> failure("NotFound", where() + " is not there, or Krate may not see it");
            case 409, 412 -> failure("Conflict", "%s went another way meanwhile: %s".formatted(where(), told));
            case 413 -> failure("TooLarge", "it is too large for %s: %s".formatted(where(), told));
            case 400, 422 -> failure("Invalid", "%s refused it: %s".formatted(where(), told));
            case 423 -> failure("Locked", where() + " is locked or archived: " + told);
            default -> failure("Refused", "%s: %s".formatted(where(), told));
        };
    }

    /** A failure that trying again does not help. */
    static TargetException failure(String code, String message) {
        return new TargetException(code, message, false);
    }
}
