package ai.a5c.krate.gitea;

import ai.a5c.krate.source.ForgeSource.Access;
import ai.a5c.krate.source.ForgeSource.Forge;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What each repository's forge lately let Krate know; at most some thousands, forgotten all at once. */
final class Accesses {

    private static final int MAX_ENTRIES = 10_000;

    private final Map<Place, Access> known = new ConcurrentHashMap<>();

    void note(Forge forge, Access access) {
        if (known.size() >= MAX_ENTRIES) {
            known.clear();
        }
        known.put(Place.of(forge), access);
    }

    Optional<Access> of(Forge forge) {
        if (forge.credential().isEmpty()) {
            return Optional.of(
                    new Access(
                            false,
                            "CredentialMissing",
                            "nobody is trusted, since spec.forge.apiCredential names no token that is there: store one with krate secret set"));
        }
        return Optional.ofNullable(known.get(Place.of(forge)));
    }

    private record Place(String baseUrl, String owner, String name) {

        static Place of(Forge forge) {
            return new Place(forge.baseUrl(), forge.owner(), forge.name());
        }
    }
}
